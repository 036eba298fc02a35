import type { AuditCheckpoint } from '../../../contracts/audit-checkpoint.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { DocumentSink } from '../../platform/off-box/document-sink.js';

const AT_ONCE = 100;

/** Ships what the sink has not taken yet, in order; a failure is kept for whoever looks, and tried again the next time. */
export async function shipCheckpoints(unit: UnitOfWork, sink: DocumentSink): Promise<number> {
  const waiting: { seq: string; document: AuditCheckpoint }[] = await unit.reads.query(
    `SELECT seq, document FROM audit_checkpoint WHERE seq > (SELECT shipped_seq FROM audit_sealer) ORDER BY seq LIMIT ${AT_ONCE}`,
  );
  let shipped = 0;
  for (const { seq, document } of waiting) {
    let failure: string | null = null;
    try {
      await sink(document);
      shipped += 1;
    } catch (error) {
      failure = String(error).slice(0, 300);
    }
    await unit.run((tx) => tx.query('UPDATE audit_sealer SET shipped_seq = CASE WHEN $2::text IS NULL THEN $1::bigint ELSE shipped_seq END, shipping_failure = $2', [seq, failure]));
    if (failure !== null) break;
  }
  return shipped;
}
