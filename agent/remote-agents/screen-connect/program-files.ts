import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAM = /\.(exe|dll|jar|so|dylib)$/i;

/** The files in this folder that are programs or parts of them, sorted; empty where there is no such folder. */
export function programFilesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && (PROGRAM.test(entry.name) || isExecutable(join(folder, entry.name))))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function isExecutable(path: string): boolean {
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o111) !== 0;
}
