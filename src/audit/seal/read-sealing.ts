import type { Tx } from '../../platform/database/unit-of-work.js';
import type { AuditEntrySealView } from '../audit-entry.view.js';
import type { AuditSealingView } from '../audit-sealing.view.js';

/** How far the log is sealed, at the cost of what is not sealed yet; whether it is intact is found by verifying it. */
export async function readSealing(tx: Tx): Promise<AuditSealingView> {
  const [sealing]: (Omit<AuditSealingView, 'sealed' | 'shippedSeq'> & { sealed: string; shippedSeq: string })[] = await tx.query(
    `SELECT coalesce((SELECT max(seq) FROM audit_seal), 0) AS sealed, t.n AS unsealed, t.age AS "unsealedSeconds",
            (SELECT max(made_at) FROM audit_checkpoint) AS "checkpointAt", coalesce(z.shipped_seq, 0) AS "shippedSeq", z.shipping_failure AS "shippingFailure"
       FROM (SELECT count(*)::int AS n, extract(epoch FROM clock_timestamp() - min(a.at))::float8 AS age
               FROM audit_entry a
              WHERE a.tx >= coalesce((SELECT CASE WHEN sealed_below <= pg_snapshot_xmin(pg_current_snapshot()) THEN sealed_below END FROM audit_sealer), '0'::xid8)
                AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = a.id)) t LEFT JOIN audit_sealer z ON true`,
  );
  return { ...sealing!, sealed: Number(sealing!.sealed), shippedSeq: Number(sealing!.shippedSeq) };
}

/** The seal of one entry, and the first signed checkpoint that covers it; null while it is not sealed. */
export async function readSealOf(tx: Tx, entryId: string): Promise<AuditEntrySealView | null> {
  const [seal]: (Omit<AuditEntrySealView, 'seq'> & { seq: string })[] = await tx.query(
    `SELECT s.seq, encode(s.hash, 'hex') AS hash, c.made_at AS "checkpointAt"
       FROM audit_seal s LEFT JOIN LATERAL (SELECT made_at FROM audit_checkpoint c WHERE c.seq >= s.seq ORDER BY c.seq LIMIT 1) c ON true WHERE s.entry_id = $1`,
    [entryId],
  );
  return seal ? { ...seal, seq: Number(seal.seq) } : null;
}
