import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process of this machine, as the kernel shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** Null where it has ended and only waits to be reaped, or where we may not look. */
  readonly program: string | null;
}

/** Every process that is alive now. */
export function allProcesses(): SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z' || state === 'X') return [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ pid: Number(name), parent: Number(parent), command, program: programOf(name) }];
      } catch {
        return [];
      }
    });
}

/** The children of a process, their children, and so on. */
export function descendantsOf(ancestor: number): SeenProcess[] {
  const all = allProcesses();
  const found: SeenProcess[] = [];
  for (let parents = [ancestor]; parents.length > 0; ) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return found;
}

/** Processes whose program file lies, or lay, in a folder. */
export function processesFrom(folder: string): SeenProcess[] {
  return allProcesses().filter(({ program }) => program?.startsWith(`${folder}/`));
}

/** Kills without asking; what is gone already is fine. */
export function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function programOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}
