import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who owns the engine's folder, when the launcher may choose. */
export interface EngineOwner {
  readonly uid?: number;
  readonly gid?: number;
}

/** The engine's own folder: 0700, its files 0600, each written whole or not at all. */
export class EngineFiles {
  constructor(
    readonly folder: string,
    private readonly owner: EngineOwner = {},
  ) {
    this.makeFolder('.');
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  exists(name: string): boolean {
    return existsSync(this.path(name));
  }

  makeFolder(name: string): string {
    const path = this.path(name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    this.own(path);
    return path;
  }

  /** The text of a file, or null when there is none. */
  read(name: string): string | null {
    try {
      return readFileSync(this.path(name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Written for the engine's account; with `private`, for ours alone. */
  write(name: string, text: string, access: 'engine' | 'private' = 'engine'): void {
    const draft = `${this.path(name)}.new`;
    writeFileSync(draft, text, { mode: 0o600 });
    if (access === 'engine') this.own(draft);
    renameSync(draft, this.path(name));
  }

  rename(from: string, to: string): void {
    renameSync(this.path(from), this.path(to));
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }

  private own(path: string): void {
    if (this.owner.uid !== undefined && this.owner.gid !== undefined) chownSync(path, this.owner.uid, this.owner.gid);
  }
}
