import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const ESTABLISHED = '01';

/** Whether this process has a TCP connection that stands, by what the kernel says; undefined where it does not say (other systems than Linux). */
export function hasConnection(pid: number): boolean | undefined {
  const sockets = socketsOf(pid);
  if (sockets === undefined) return undefined;
  return [`/proc/${pid}/net/tcp`, `/proc/${pid}/net/tcp6`].some((table) =>
    linesOf(table).some(([, , , state, , , , , , inode = '']) => state === ESTABLISHED && sockets.has(inode)),
  );
}

/** The inodes of the sockets that a process holds. */
function socketsOf(pid: number): ReadonlySet<string> | undefined {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`));
    return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  } catch {
    return undefined;
  }
}

/** A descriptor may be closed while it is looked at. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function linesOf(table: string): string[][] {
  try {
    return readFileSync(table, 'utf8').split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  } catch {
    return [];
  }
}
