import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Installer } from '../../contracts/agent-protocol.js';
import { CodedFailure } from '../coded-failure.js';
import { requestArtifact } from './request-artifact.js';

const HASH_MISMATCH = 'RA-PKG-01';
const INTERRUPTED = 'RA-NET-08';
const DISK_FULL = 'RA-ELG-05';

/** What stays free beside the download itself, its installed copy and the agent's own state. */
const SPARE_BYTES = 16 * 1024 * 1024;

/** From where artifacts come, and by what right. */
export interface ArtifactSource {
  readonly origin: string;
  headersFor(sha256: string): Record<string, string>;
  /** How far the device's clock is ahead of the server's, in milliseconds. */
  skewMs?(): number;
}

/**
 * Vendor files as the server published them, each under the name of its SHA-256 and none executable. A file has its
 * name only after its bytes were verified, and they are verified again at every use.
 */
export class ArtifactStore {
  private wantedBytes = SPARE_BYTES;

  constructor(
    private readonly folder: string,
    private readonly source: ArtifactSource,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Clears what a process that was killed left half done; only for the one process that downloads into this folder. */
  sweep(): void {
    for (const name of readdirSync(this.folder)) if (name.endsWith('.part')) rmSync(join(this.folder, name));
  }

  /** The path of the verified file, downloaded unless it is here. Throws `CodedFailure`. */
  async obtain(installer: Installer, percent: (value: number) => void): Promise<string> {
    const kept = await this.kept(installer);
    if (kept) return kept;
    this.demandSpace(installer.size);
    const part = `${this.path(installer.sha256)}.part`;
    try {
      await this.download(installer, part, percent);
      renameSync(part, this.path(installer.sha256));
    } catch (error) {
      rmSync(part, { force: true });
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
        ? new CodedFailure(DISK_FULL, 'the disk filled up')
        : error;
    }
    return this.path(installer.sha256);
  }

  /** The verified file if it is here already; a copy that changed on disk is thrown away. */
  async kept({ sha256 }: Pick<Installer, 'sha256'>): Promise<string | undefined> {
    const path = this.path(sha256);
    if (!existsSync(path)) return undefined;
    if ((await sha256Of(path)) === sha256) return path;
    rmSync(path, { force: true });
    return undefined;
  }

  /** Forgets every artifact but these. */
  keepOnly(sha256s: readonly string[]): void {
    for (const name of readdirSync(this.folder))
      if (!sha256s.includes(name)) rmSync(join(this.folder, name), { force: true });
  }

  private path(sha256: string): string {
    return join(this.folder, sha256);
  }

  /** Whether the last download that found too little room would find enough now. */
  async hasRoom(): Promise<boolean> {
    return this.freeBytes() >= this.wantedBytes;
  }

  private freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  private demandSpace(size: number): void {
    const free = this.freeBytes();
    const needed = 2 * size + SPARE_BYTES;
    this.wantedBytes = needed;
    if (free >= needed) return;
    const mebibytes = (bytes: number) => `${Math.ceil(bytes / 1024 ** 2)} MiB`;
    throw new CodedFailure(DISK_FULL, `${mebibytes(needed)} are needed and ${mebibytes(free)} are free`);
  }

  private async download(installer: Installer, part: string, percent: (value: number) => void): Promise<void> {
    const body = await requestArtifact(this.source.origin + installer.url, this.source.headersFor(installer.sha256), this.source.skewMs?.());
    const hash = createHash('sha256');
    const file = await open(part, 'w', 0o600);
    let size = 0;
    try {
      for await (const chunk of body) {
        size += chunk.length;
        if (size > installer.size)
          throw new CodedFailure(HASH_MISMATCH, `longer than the ${installer.size} bytes that were announced`);
        hash.update(chunk);
        await file.write(chunk);
        percent(Math.floor((100 * size) / installer.size));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (size < installer.size) throw new CodedFailure(INTERRUPTED, `ended after ${size} of ${installer.size} bytes`);
    const found = hash.digest('hex');
    if (found !== installer.sha256)
      throw new CodedFailure(HASH_MISMATCH, `SHA-256 is ${found} instead of ${installer.sha256}`);
  }
}

/** The SHA-256 of a file's bytes, in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
