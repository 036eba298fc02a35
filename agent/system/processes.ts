import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Linux appends this to the path of a running program whose file was removed or replaced. */
const REPLACED = ' (deleted)';

/** One process that runs a given file, by what the kernel says and not by name. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  /** Whether the file it was started from has been replaced since. */
  readonly isOutdated: boolean;
}

/** Every process that runs this very file now, or ran it when the file was last replaced. Linux only; empty elsewhere. */
export function processesOf(binary: string): RunningProcess[] {
  return pids().flatMap((pid) => (runs(pid, binary) ? [describe(pid)] : []));
}

/** Every process of a program that an interpreter runs: one of its arguments names something in this folder. Linux only; empty elsewhere. */
export function processesNaming(folder: string): RunningProcess[] {
  return pids().flatMap((pid) => (names(pid, folder) ? [describe(pid)] : []));
}

/** Whether an argument of this process names something in this folder. */
export function names(pid: number, folder: string): boolean {
  return pid !== process.pid && argumentsOf(pid).some((argument) => argument.includes(`${folder}/`));
}

/** Whether this process runs this file. One that has ended, even unreaped, runs nothing. */
export function runs(pid: number, binary: string): boolean {
  const executable = executableOf(pid);
  return executable === binary || executable === binary + REPLACED;
}

/** Names one process for good: another one with the same number began at another time. */
export function processName(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  const began = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return began ? `${pid}.${began}` : String(pid);
}

function describe(pid: number): RunningProcess {
  return {
    pid,
    parent: parentOf(pid),
    args: argumentsOf(pid),
    isOutdated: executableOf(pid)?.endsWith(REPLACED) ?? false,
  };
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0);
  } catch {
    return [];
  }
}

function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

function argumentsOf(pid: number): string[] {
  return read(`/proc/${pid}/cmdline`).split('\0').slice(1, -1);
}

function parentOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

/** A process may end while it is looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
