import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { newIdentity, type SimulatedIdentity } from './simulated-identity.js';

/** Keeps the identities of a simulated fleet in one file, so that a restart brings the same devices back. */
export class IdentityStore {
  constructor(private readonly file: string) {}

  /** The first `count` devices; those that never were are made, numbered from `first` on. */
  load(count: number, first = 0): SimulatedIdentity[] {
    const known = this.read();
    const missing = Array.from({ length: Math.max(0, count - known.length) }, (_, at) => newIdentity(first + known.length + at));
    return [...known, ...missing].slice(0, count);
  }

  /** Keeps these; devices beyond them stay as they were. */
  save(identities: readonly SimulatedIdentity[]): void {
    const all = [...identities, ...this.read().slice(identities.length)];
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    const draft = `${this.file}.new`;
    writeFileSync(draft, JSON.stringify(all), { mode: 0o600 });
    renameSync(draft, this.file);
  }

  private read(): SimulatedIdentity[] {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as SimulatedIdentity[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
