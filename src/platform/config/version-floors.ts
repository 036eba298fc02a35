import { readFileSync } from 'node:fs';
import type { EnvironmentReader } from './environment-reader.js';

/** Kinds of providers → the oldest version that is safe, where that is newer than what this build knows. */
export type VersionFloors = Readonly<Record<string, string>>;

const VARIABLE = 'LATCHKEY_FLOORS_FILE';
const LARGEST_BYTES = 16 * 1024;

/** The list of floors that somebody keeps in a file: `{"<kind of provider>": "1.3.2"}`; refuses one that it does not understand as a whole. */
export function readVersionFloors(read: EnvironmentReader): VersionFloors {
  const file = read.text(VARIABLE);
  if (!file) return {};
  try {
    const text = readFileSync(file, 'utf8');
    const floors: unknown = text.length > LARGEST_BYTES ? null : JSON.parse(text);
    if (isFloors(floors)) return floors;
    read.refuse(VARIABLE, `What is in "${file}" is no list of versions: write {"kind of provider": "1.2.3"}.`);
  } catch (error) {
    read.refuse(VARIABLE, `"${file}" cannot be read: ${(error as Error).message}.`);
  }
  return {};
}

function isFloors(value: unknown): value is VersionFloors {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([kind, version]) => /^[a-z][a-z-]{0,40}$/.test(kind) && typeof version === 'string' && /^\d{1,6}(\.\d{1,6}){1,3}$/.test(version));
}
