import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';

const MOST_BYTES = 32 * 1024 * 1024;
const KEPT_IDLE_MS = 5 * 60 * 1000;

interface Shelved {
  readonly bytes: Promise<Buffer | null>;
  size: number;
  forget: NodeJS.Timeout;
}

/** Installers by their SHA-256. The few that are asked for just now are kept in memory, so that a site that installs at once reads the database once. */
@Injectable()
export class ArtifactShelf {
  /** The least recently asked for comes first. */
  private readonly shelf = new Map<string, Shelved>();

  constructor(private readonly unit: UnitOfWork) {}

  /** The installer, or null where there is none of that hash. */
  async get(sha256: string): Promise<Buffer | null> {
    const known = this.shelf.get(sha256);
    if (known) {
      this.shelf.delete(sha256);
      this.shelf.set(sha256, known);
      known.forget.refresh();
      return known.bytes;
    }
    const shelved: Shelved = {
      bytes: this.read(sha256),
      size: 0,
      forget: setTimeout(() => this.shelf.delete(sha256), KEPT_IDLE_MS).unref(),
    };
    this.shelf.set(sha256, shelved);
    try {
      const bytes = await shelved.bytes;
      shelved.size = bytes?.length ?? 0;
      if (bytes === null) this.drop(sha256);
      else this.makeRoom(sha256);
      return bytes;
    } catch (error) {
      this.drop(sha256);
      throw error;
    }
  }

  private async read(sha256: string): Promise<Buffer | null> {
    const [row]: { bytes: Buffer }[] = await this.unit.reads.query('SELECT bytes FROM artifact WHERE sha256 = $1 LIMIT 1', [sha256]);
    return row?.bytes ?? null;
  }

  private makeRoom(newest: string): void {
    let held = 0;
    for (const { size } of this.shelf.values()) held += size;
    for (const [sha256, { size }] of this.shelf) {
      if (held <= MOST_BYTES) return;
      if (sha256 === newest) continue;
      this.drop(sha256);
      held -= size;
    }
  }

  private drop(sha256: string): void {
    clearTimeout(this.shelf.get(sha256)?.forget);
    this.shelf.delete(sha256);
  }
}
