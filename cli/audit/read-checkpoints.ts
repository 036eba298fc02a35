import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Undecided } from '../exit-codes.js';

/** The checkpoints in a file, or in the files of a folder: JSON, one a line, or a list. None at all is no answer to whoever names a path. */
export function readCheckpoints(path: string): object[] {
  const found = filesOf(path).flatMap(documentsIn);
  if (found.length === 0) throw new Undecided(`${path} holds no checkpoint.`);
  return found;
}

function filesOf(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path).filter((name) => /\.jsonl?$/.test(name)).sort().map((name) => join(path, name));
  } catch (error) {
    throw new Undecided(`${path} cannot be read: ${(error as Error).message}`);
  }
}

/** What cannot be read is not passed over: it may be the one that matters. */
function documentsIn(file: string): object[] {
  const text = readFileSync(file, 'utf8').trim();
  const whole = parsed(text);
  if (whole !== undefined) return Array.isArray(whole) ? (whole as object[]) : [whole];
  return text.split('\n').map((line, at) => {
    const document = parsed(line);
    if (document === undefined || Array.isArray(document)) throw new Undecided(`${file} holds no checkpoint in line ${at + 1}.`);
    return document;
  });
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
