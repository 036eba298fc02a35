import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KEY_RINGS, type KeyRing, type RingReport, ROTATION_FILE, type RotationReport } from '../../contracts/key-ring.js';
import { keysLine } from '../platform/config/process-environment.js';
import { openDataSource } from '../platform/database/data-source.js';
import { SEALED_COLUMNS, sealedByOthers } from '../platform/database/sealed-columns.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { newestBox } from '../platform/sealing/core-box.js';
import { keyIdOf } from '../platform/sealing/sealing-key.js';
import type { DataFolder } from './data-folder.js';

const LOOK_EVERY_MS = 2_000;

/** Whoever opens with a ring while it runs. */
export interface KeyHolder {
  readonly pid: number;
  tell(line: string): void;
}

export interface KeyRingWatchParts {
  readonly data: DataFolder;
  /** As the owner of the tables: what is left is counted here, and not believed of those who seal. */
  readonly ownerUrl: string;
  readonly holders: Readonly<Record<KeyRing, () => KeyHolder | undefined>>;
  readonly warn: (sentence: string) => void;
}

/** Hands changed keys to the processes that hold them, and writes down how far sealing anew is while there is more than one. */
export class KeyRingWatch {
  private readonly told = new Map<KeyRing, string>();
  private readonly settled = new Map<string, string>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private lastWarning = '';

  constructor(private readonly parts: KeyRingWatchParts) {}

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Looks at the files once. */
  async look(): Promise<void> {
    const rings = (Object.keys(KEY_RINGS) as KeyRing[]).map((ring) => {
      // In this order: keys that came in between are told now, and once more at the next look.
      const fileHash = hashOf(this.parts.data.keyRingFile(ring));
      return { ring, fileHash, keys: this.parts.data.keyRing(ring) };
    });
    for (const { ring, keys, fileHash } of rings) this.tell(ring, keys, fileHash);
    const changing = rings.filter(({ keys }) => keys.length > 1);
    if (changing.length === 0) return rmSync(this.report, { force: true });
    const source = await openDataSource({ url: this.parts.ownerUrl, poolSize: 1, applicationName: 'latchkey launcher' });
    try {
      const reports: Partial<Record<KeyRing, RingReport>> = {};
      for (const { ring, keys, fileHash } of changing) reports[ring] = await this.reportOn(source.manager, ring, keyIdOf(keys[0]), fileHash);
      this.write({ at: new Date().toISOString(), rings: reports });
    } finally {
      await source.destroy();
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.look().then(
        () => (this.lastWarning = ''),
        (error: Error) => this.warnOnce(`The keys could not be looked at: ${error.message}`),
      );
      await sleep(LOOK_EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** A process that was started again may have read the file before it changed, so it is told as well. */
  private tell(ring: KeyRing, keys: readonly Buffer[], fileHash: string): void {
    const holder = this.parts.holders[ring]();
    const news = `${holder?.pid} ${fileHash}`;
    if (!holder || this.told.get(ring) === news) return;
    holder.tell(keysLine(keys));
    this.told.set(ring, news);
  }

  private async reportOn(tx: Tx, ring: KeyRing, keyId: Buffer, fileHash: string): Promise<RingReport> {
    const remaining = await remainingOf(tx, ring, keyId);
    if (Object.keys(remaining).length > 0) this.settled.delete(fileHash);
    else if (!this.settled.has(fileHash)) this.settled.set(fileHash, new Date().toISOString());
    return { fileHash, remaining, settledSince: this.settled.get(fileHash) ?? null };
  }

  private get report(): string {
    return join(this.parts.data.path, 'secrets', ROTATION_FILE);
  }

  private write(report: RotationReport): void {
    writeFileSync(`${this.report}.new`, JSON.stringify(report), { mode: 0o600 });
    renameSync(`${this.report}.new`, this.report);
  }

  private warnOnce(sentence: string): void {
    if (sentence !== this.lastWarning) this.parts.warn(sentence);
    this.lastWarning = sentence;
  }
}

/** What the newest key does not open; of core's ring also what is not in the box that belongs to it. */
async function remainingOf(tx: Tx, ring: KeyRing, keyId: Buffer): Promise<Record<string, number>> {
  if (ring === 'accounts') return sealedByOthers(tx, SEALED_COLUMNS.accounts, keyId);
  const box = await newestBox(tx);
  return {
    ...(await sealedByOthers(tx, SEALED_COLUMNS.sealing, keyId)),
    ...(box && !box.keyId?.equals(keyId) ? { core_box: 1 } : {}),
    ...(box ? await sealedByOthers(tx, SEALED_COLUMNS.box, box.id) : {}),
  };
}

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
