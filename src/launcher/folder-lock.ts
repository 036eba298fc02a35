import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

interface Holder {
  readonly pid: number;
  /** Tells the process from a later one with the same number. */
  readonly startedAt: string;
  readonly isStopping: boolean;
}

const STOPPING_PATIENCE_MS = 12_000;

/** One launcher per data folder. The lock of a killed launcher is taken over; that of one that is just stopping is awaited. */
export class FolderLock {
  private constructor(private readonly file: string) {}

  /** Takes the lock; rejects with a sentence when another launcher lives in this folder. */
  static async acquire(dataDir: string): Promise<FolderLock> {
    const file = join(dataDir, 'launcher.lock');
    const lock = new FolderLock(file);
    const deadline = Date.now() + STOPPING_PATIENCE_MS;
    for (;;) {
      if (lock.create()) return lock;
      const holder = read(file);
      if (holder && isAlive(holder)) {
        if (!holder.isStopping || Date.now() > deadline) {
          throw new Error(`Another Latchkey (process ${holder.pid}) already runs on ${dataDir}. Stop it first, or set LATCHKEY_DATA_DIR to another folder.`);
        }
        await sleep(100);
        continue;
      }
      lock.removeAbandoned(holder);
    }
  }

  /** Tells a successor that waiting is worth while. */
  markStopping(): void {
    writeFileSync(`${this.file}.${process.pid}`, JSON.stringify({ ...ourselves(), isStopping: true }));
    renameSync(`${this.file}.${process.pid}`, this.file);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  /** A hard link appears whole or not at all, and only one of two can make it. */
  private create(): boolean {
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(ourselves()), { mode: 0o600 });
    try {
      linkSync(draft, this.file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Moves the file away before it is removed: if a rival took the lock in between, it is put back. */
  private removeAbandoned(judged: Holder | null): void {
    const aside = `${this.file}.abandoned.${process.pid}`;
    try {
      renameSync(this.file, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    const moved = read(aside);
    if (moved && moved.pid !== judged?.pid && isAlive(moved)) {
      try {
        linkSync(aside, this.file);
      } catch {
        // A third one holds it by now: it is not ours either way.
      }
    }
    rmSync(aside, { force: true });
  }
}

function ourselves(): Holder {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? '', isStopping: false };
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  return Number.isInteger(holder.pid) && holder.pid !== process.pid && startOf(holder.pid) === holder.startedAt;
}

/** When a living process began, in the system's own notation; undefined when there is none. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${rest[18]}`;
  } catch {
    return undefined;
  }
}
