import { readdirSync, readFileSync, statSync } from 'node:fs';
import { CodedFailure } from '../coded-failure.js';

const LOCKED = 'RA-LNX-01';

/** What dpkg, apt and rpm lock while they change the device's packages; the first three of a Debian, the last two of the rpm family. */
const LOCK_FILES: readonly string[] = [
  '/var/lib/dpkg/lock-frontend',
  '/var/lib/dpkg/lock',
  '/var/cache/apt/archives/lock',
  '/usr/lib/sysimage/rpm/.rpm.lock',
  '/var/lib/rpm/.rpm.lock',
];

/** How dpkg and apt say, untranslated, that another program has their lock; they exit with 2 and 100, which means many things. */
const LOCKED_OUT = /locked by another process|Could not get lock|Unable to acquire the dpkg frontend lock|Unable to lock (?:the administration )?directory/;

/** A program that changes the device's packages right now. */
export interface PackageManagerHolder {
  readonly pid: number;
  /** As the kernel calls it: `dpkg`, `unattended-upgr`. */
  readonly program: string;
  readonly file: string;
}

/**
 * Who holds the package manager's lock, by what the kernel says and without touching the lock: even to try it would turn away
 * the program that has a right to it. Whoever may not look into other programs' files, which is anybody but root, sees nobody. Linux only.
 */
export function packageManagerHolder(files: readonly string[] = LOCK_FILES): PackageManagerHolder | undefined {
  const locks = heldLocks();
  for (const file of files) {
    const inode = inodeOf(file);
    const pid = inode && locks.find((lock) => inode.endsWith(`:${lock.inode}`) && hasOpen(lock.pid, inode))?.pid;
    if (pid) return { pid, program: text(`/proc/${pid}/comm`).trim(), file };
  }
  return undefined;
}

/** Throws `RA-LNX-01` where another program changes packages now: asked before a package is installed. */
export function demandUnlockedPackages(files?: readonly string[]): void {
  const holder = packageManagerHolder(files);
  if (holder) throw new CodedFailure(LOCKED, `${holder.program} (process ${holder.pid}) holds ${holder.file}`);
}

/** What a package manager that failed said of its lock; undefined where it failed of something else. It must have run with `LC_ALL=C`. */
export function lockedOut(output: string): CodedFailure | undefined {
  const said = output.split('\n').find((line) => LOCKED_OUT.test(line));
  return said === undefined ? undefined : new CodedFailure(LOCKED, said.trim());
}

/** The record locks that are held now; a line with an arrow only waits for one. */
function heldLocks(): { readonly pid: number; readonly inode: string }[] {
  return [...text('/proc/locks').matchAll(/^\d+: POSIX +ADVISORY +WRITE (\d+) [\da-f]+:[\da-f]+:(\d+) /gm)].map(([, pid, inode]) => ({ pid: Number(pid), inode: inode! }));
}

/** Inodes are numbered per file system, and btrfs and overlays tell the lock table another device than `stat`: what the holder has open settles it. */
function hasOpen(pid: number, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => inodeOf(`/proc/${pid}/fd/${fd}`) === inode);
  } catch {
    return false;
  }
}

function inodeOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
