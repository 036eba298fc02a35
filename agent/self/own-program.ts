import { existsSync } from 'node:fs';
import { isSea } from 'node:sea';

/** How this very program is started, so that a service can start it again. */
export interface OwnProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** One file that holds everything, which can be copied, replaced and removed. */
  readonly isSingleFile: boolean;
}

export function ownProgram(): OwnProgram {
  if (isSea()) return { command: process.execPath, args: [], isSingleFile: true };
  const script = process.argv[1];
  if (!script || !existsSync(script)) throw new Error('it is not known how this program was started');
  return { command: process.execPath, args: [script], isSingleFile: false };
}
