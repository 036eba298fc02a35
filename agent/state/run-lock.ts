import { readFileSync, rmSync } from 'node:fs';
import type { StateFolder } from './state-folder.js';

/** What a running agent says of itself to `latchkey-agent status`. */
export interface RunningAgent {
  readonly pid: number;
  /** Tells this process from a later one with the same number. */
  readonly startedTicks: string;
  readonly privateMode: boolean;
  readonly connectedSince: string | null;
}

const FILE = 'running.json';

/** Two agents on one state folder would be a clone of each other, so the second one is turned away. */
export class RunLock {
  private constructor(
    private readonly folder: StateFolder,
    private self: RunningAgent,
  ) {}

  /** Takes the folder for this process; undefined where another living agent holds it. */
  static take(folder: StateFolder, privateMode: boolean): RunLock | undefined {
    if (runningAgent(folder)) return undefined;
    const pid = process.pid;
    const lock = new RunLock(folder, { pid, startedTicks: startedTicks(pid), privateMode, connectedSince: null });
    folder.writeJson(FILE, lock.self);
    return lock;
  }

  connected(since: Date | null): void {
    this.self = { ...this.self, connectedSince: since?.toISOString() ?? null };
    this.folder.writeJson(FILE, this.self);
  }

  release(): void {
    rmSync(this.folder.file(FILE), { force: true });
  }
}

/** The agent that runs on this folder now, if one does. */
export function runningAgent(folder: StateFolder): RunningAgent | undefined {
  let noted: RunningAgent | undefined;
  try {
    noted = folder.readJson<RunningAgent>(FILE);
  } catch {
    // A note that cannot be read was not written by a living agent: it replaces the file whole.
    return undefined;
  }
  return noted && isAlive(noted.pid) && startedTicks(noted.pid) === noted.startedTicks ? noted : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Start time in clock ticks since boot, from /proc; empty where there is no /proc. */
function startedTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
