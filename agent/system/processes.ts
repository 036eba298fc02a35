import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Linux appends this to the path of a running program whose file was removed or replaced. */
const REPLACED = ' (deleted)';

/**
 * The processes that run this very file now, by what the kernel says and not by name. Children that the program forked
 * off itself are left out. Linux only; empty elsewhere.
 */
export function processesOf(binary: string): number[] {
  const running = pids().filter((pid) => runs(pid, binary));
  return running.filter((pid) => !running.includes(parentOf(pid)));
}

/** Like `processesOf`, forked children included: all that must be gone. */
export function wholeProcessesOf(binary: string): number[] {
  return pids().filter((pid) => runs(pid, binary));
}

/** Whether this process runs this file, or ran it when the file was last replaced. */
export function runs(pid: number, binary: string): boolean {
  const executable = executableOf(pid);
  return executable === binary || executable === binary + REPLACED;
}

/** Whether the file a process was started from has been replaced since. */
export function runsReplacedFile(pid: number): boolean {
  return executableOf(pid)?.endsWith(REPLACED) ?? false;
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

/** A process that ended, even one that nobody has reaped yet, has no executable. */
function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
