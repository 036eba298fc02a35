import type { KeyRing } from '../../../contracts/key-ring.js';
import { sealedByOthers, type SealedColumn } from '../database/sealed-columns.js';
import type { Tx, UnitOfWork } from '../database/unit-of-work.js';
import { type Resealable, sealAnew, type Sealer } from './seal-anew.js';

/** How often a process looks whether there is something to seal anew. */
export const ROTATE_EVERY_MS = 5_000;

/** What happens to a key: `begin`, `finish` once nothing is sealed otherwise, `withdraw` once the ones before it are gone. */
export type RotationStep = 'begin' | 'finish' | 'withdraw';
/** Writes a step into the audit log, in the transaction that takes it. */
export type RecordStep = (tx: Tx, step: RotationStep, keyId: string, secrets: number) => Promise<void>;

/** The exchange of the keys of one process, as it is kept: each step is taken once, by however many processes. */
export class KeyRotation {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly ring: KeyRing,
    private readonly record: RecordStep,
  ) {}

  begin(keyId: Buffer): Promise<void> {
    return this.step('begin', keyId, 'INSERT INTO key_rotation (ring, key_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING secrets');
  }

  /** Seals columns anew, and says how many secrets that were. */
  async seal(keyId: Buffer, sealer: Sealer, columns: readonly Resealable[]): Promise<void> {
    for (const column of columns) {
      const secrets = await sealAnew(this.unit, sealer, column);
      if (secrets > 0) await this.unit.reads.query('UPDATE key_rotation SET secrets = secrets + $3 WHERE ring = $1 AND key_id = $2', [this.ring, keyId, secrets]);
    }
  }

  /** Whether nothing in these columns is sealed otherwise. */
  async isDone(sealer: Sealer, columns: readonly SealedColumn[]): Promise<boolean> {
    return Object.keys(await sealedByOthers(this.unit.reads, columns, sealer.id)).length === 0;
  }

  finish(keyId: Buffer): Promise<void> {
    return this.step('finish', keyId, 'UPDATE key_rotation SET finished_at = now() WHERE ring = $1 AND key_id = $2 AND finished_at IS NULL RETURNING secrets');
  }

  withdraw(keyId: Buffer): Promise<void> {
    return this.step(
      'withdraw',
      keyId,
      'UPDATE key_rotation SET withdrawn_at = now(), finished_at = coalesce(finished_at, now()) WHERE ring = $1 AND key_id = $2 AND withdrawn_at IS NULL RETURNING secrets',
    );
  }

  private async step(step: RotationStep, keyId: Buffer, statement: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const [taken]: { secrets: number }[] = await tx.query(`WITH taken AS (${statement}) SELECT secrets FROM taken`, [this.ring, keyId]);
      if (taken) await this.record(tx, step, keyId.toString('hex'), taken.secrets);
    });
  }
}
