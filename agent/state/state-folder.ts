import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeAtomically } from './write-atomically.js';

/** Everything an endpoint agent keeps, in one folder that only its own account can read. */
export class StateFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  /** Creates the folder if need be; its mode is restored even where somebody loosened it. */
  prepare(): this {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    chmodSync(this.path, 0o700);
    return this;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** A folder inside, created on demand. */
  folder(...names: string[]): string {
    const path = join(this.path, ...names);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  /** The JSON file of this name; undefined where there is none. Throws where it cannot be read or parsed. */
  readJson<T>(name: string): T | undefined {
    try {
      return JSON.parse(readFileSync(this.file(name), 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Error(`${this.file(name)} cannot be read`, { cause: error });
    }
  }

  writeJson(name: string, value: unknown): void {
    writeAtomically(this.file(name), `${JSON.stringify(value, null, 2)}\n`);
  }
}

/** Where the state lies unless `--state-dir` says otherwise. */
export function defaultStateDir(): string {
  if (process.platform === 'win32') return join(process.env['ProgramData'] ?? 'C:\\ProgramData', 'latchkey-agent');
  if (process.getuid?.() === 0) return '/var/lib/latchkey-agent';
  return join(process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'latchkey-agent');
}
