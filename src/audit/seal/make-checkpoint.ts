import { type AuditCheckpoint, CHECKPOINT_FORMAT, type CheckpointStatement } from '../../../contracts/audit-checkpoint.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';

/** Entries after which a checkpoint is made although the last one is young. */
const MOST_ENTRIES = 1000;

/** Signs how far the chain has come, where it has grown by enough or the last checkpoint is a minute old; returns the checkpoint made. */
export async function makeCheckpoint(unit: UnitOfWork, sign: (statement: CheckpointStatement) => AuditCheckpoint): Promise<AuditCheckpoint | null> {
  return unit.run(async (tx) => {
    const [due]: { installationId: string; seq: string; hash: Buffer; now: Date }[] = await tx.query(
      `SELECT i.id AS "installationId", s.seq, s.hash, clock_timestamp() AS now
         FROM installation i CROSS JOIN LATERAL (SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1) s
         LEFT JOIN LATERAL (SELECT seq, made_at FROM audit_checkpoint ORDER BY seq DESC LIMIT 1) c ON true
        WHERE s.seq > coalesce(c.seq, 0) AND (c.seq IS NULL OR s.seq >= c.seq + ${MOST_ENTRIES} OR c.made_at <= now() - interval '1 minute')`,
    );
    if (!due) return null;
    const checkpoint = sign({ format: CHECKPOINT_FORMAT, installationId: due.installationId, seq: Number(due.seq), hash: due.hash.toString('hex'), at: due.now.toISOString() });
    await tx.query('INSERT INTO audit_checkpoint (seq, document) VALUES ($1, $2) ON CONFLICT DO NOTHING', [due.seq, JSON.stringify(checkpoint)]);
    return checkpoint;
  });
}
