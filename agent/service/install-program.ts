import { chmodSync, copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { OwnProgram } from '../self/own-program.js';

/** The program at a place that will still be there tomorrow: one file is copied, a checkout stays where it is. */
export function installProgram(program: OwnProgram, to: string): OwnProgram {
  const installed = installedProgram(program, to);
  if (installed.command === program.command) return installed;
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  copyFileSync(program.command, `${to}.new`);
  chmodSync(`${to}.new`, 0o755);
  renameSync(`${to}.new`, to);
  return installed;
}

export function installedProgram(program: OwnProgram, to: string): OwnProgram {
  return program.isSingleFile ? { ...program, command: to } : program;
}
