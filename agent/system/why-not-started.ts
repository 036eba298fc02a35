import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { CodedFailure } from '../coded-failure.js';

const NOT_RUNNING = 'RA-AGT-02';
const WRONG_ARCHITECTURE = 'RA-ELG-02';
const DEPENDENCY_MISSING = 'RA-LNX-02';
const MOUNTED_NOEXEC = 'RA-LNX-06';
const NO_PRIVILEGE = 'RA-LNX-07';

/** ELF machine numbers, by what Node calls the processor. */
const MACHINES: Readonly<Record<string, number>> = { x64: 62, arm64: 183, ia32: 3, arm: 40 };
const MACHINE_AT = 18;

/** Why this program does not run, by what can be looked up: never a guess. `said` is what it printed last, where it got that far. */
export function whyNotStarted(binary: string, said: string): CodedFailure {
  const library = /error while loading shared libraries: ([^\s:]+)/.exec(said)?.[1];
  if (library) return new CodedFailure(DEPENDENCY_MISSING, `the library ${library} is not installed`);
  if (!existsSync(binary)) return new CodedFailure(NOT_RUNNING, 'the remote agent is gone');
  const mount = mountOf(binary);
  if (mount?.options.includes('noexec')) return new CodedFailure(MOUNTED_NOEXEC, `${mount.point} is mounted so that nothing can be run from it`);
  const machine = elfMachine(binary);
  if (machine !== undefined && machine !== MACHINES[process.arch]) return new CodedFailure(WRONG_ARCHITECTURE, `the file is for ELF machine ${machine}, this device is ${process.arch}`);
  if (!mayRun(binary)) return new CodedFailure(NO_PRIVILEGE, 'the endpoint agent may not run the file');
  return new CodedFailure(NOT_RUNNING, `the remote agent ended at its start. ${said}`.trim());
}

interface Mount {
  readonly point: string;
  readonly options: readonly string[];
}

/** The innermost mount that this path lies on. Linux only. */
function mountOf(path: string): Mount | undefined {
  const mounts = text('/proc/self/mountinfo')
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, , , , point = '', options = '']): Mount => ({ point, options: options.split(',') }))
    .filter(({ point }) => point !== '' && (path === point || path.startsWith(point === '/' ? '/' : `${point}/`)));
  return mounts.sort((one, other) => other.point.length - one.point.length)[0];
}

function elfMachine(path: string): number | undefined {
  const head = Buffer.alloc(20);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
  return head.subarray(0, 4).toString('latin1') === '\x7fELF' ? head.readUInt16LE(MACHINE_AT) : undefined;
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
