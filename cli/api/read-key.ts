import { readFileSync, statSync } from 'node:fs';
import { Undecided } from '../exit-codes.js';

const FORM = /^lk_[0-9a-f]{32}_[\w-]{43}$/;

/** The API key from a file that is its owner's alone, else from the environment: never from the command line, which everybody on a computer can read. */
export function readKey(file: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const key = file === undefined ? env['LATCHKEY_API_KEY'] : keyIn(file);
  if (key === undefined) throw new Undecided('There is no API key: name its file with --key-file, or set LATCHKEY_API_KEY.');
  if (!FORM.test(key.trim())) throw new Undecided(`What is in ${file ?? 'LATCHKEY_API_KEY'} is not an API key.`);
  return key.trim();
}

function keyIn(file: string): string {
  try {
    const { mode } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new Undecided(`${file} can be read by others: chmod 600 it, and make a new key if anybody may have.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Undecided) throw error;
    throw new Undecided(`${file} cannot be read: ${String((error as Error).message)}`);
  }
}
