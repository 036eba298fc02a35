import type { AuditCheckpoint } from '../../../contracts/audit-checkpoint.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { CONTENT } from './chain.js';
import { isGenuineCheckpoint } from './genuine-checkpoint.js';
import { type AuditProblem, ChainVerifier } from './verify-chain.js';

const BATCH = 5000;
/** Beyond that a list helps nobody. */
const MOST_PROBLEMS = 100;

export interface AuditVerdict {
  readonly intact: boolean;
  /** Entries of the chain that were looked at. */
  readonly sealed: number;
  /** Committed entries that are not sealed yet, and the age of the oldest in seconds; a second is usual. */
  readonly unsealed: number;
  readonly unsealedSeconds: number | null;
  readonly checkpoints: number;
  /** The newest checkpoint: by it alone somebody outside can tell this history from another. */
  readonly latest: AuditCheckpoint | null;
  /** Checkpoints that the sink outside has, by the number of their entry; and why it took no more. */
  readonly shippedSeq: number;
  readonly shippingFailure: string | null;
  readonly problems: readonly AuditProblem[];
  readonly problemCount: number;
}

/** Checks the whole sealed history, against its own checkpoints and those that were kept outside. */
export async function verifyAudit(tx: Tx, outside: readonly AuditCheckpoint[] = []): Promise<AuditVerdict> {
  const [installation]: { id: string }[] = await tx.query('SELECT id FROM installation');
  const roots: { id: string; key: string }[] = await tx.query(`SELECT id, public_key AS key FROM server_key WHERE purpose = 'root'`);
  const stored: { document: AuditCheckpoint }[] = await tx.query('SELECT document FROM audit_checkpoint ORDER BY seq');
  const rootKeys = new Map(roots.map(({ id, key }) => [id, key]));
  const isGenuine = (checkpoint: AuditCheckpoint) => installation !== undefined && isGenuineCheckpoint(checkpoint, installation.id, rootKeys);
  const verifier = new ChainVerifier({ stored: stored.map(({ document }) => document), outside }, isGenuine);
  for (let after = '0'; ; ) {
    const rows: { seq: string; entryId: string; hash: Buffer; content: string | null }[] = await tx.query(
      `SELECT s.seq, s.entry_id AS "entryId", s.hash, CASE WHEN a.id IS NOT NULL THEN ${CONTENT} END AS content
         FROM audit_seal s LEFT JOIN audit_entry a ON a.id = s.entry_id WHERE s.seq > $1 ORDER BY s.seq LIMIT ${BATCH}`,
      [after],
    );
    for (const row of rows) verifier.add({ ...row, seq: Number(row.seq) });
    if (rows.length < BATCH) break;
    after = rows.at(-1)!.seq;
  }
  const problems = verifier.end();
  const [tail]: { unsealed: number; age: number | null; shipped: string; failure: string | null }[] = await tx.query(
    `SELECT t.n AS unsealed, t.age, z.shipped_seq AS shipped, z.shipping_failure AS failure
       FROM audit_sealer z CROSS JOIN (SELECT count(*)::int AS n, extract(epoch FROM clock_timestamp() - min(a.at))::float8 AS age
                                         FROM audit_entry a WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = a.id)) t`,
  );
  return {
    intact: problems.length === 0,
    sealed: verifier.sealed,
    unsealed: tail?.unsealed ?? 0,
    unsealedSeconds: tail?.age ?? null,
    checkpoints: stored.length,
    latest: stored.at(-1)?.document ?? null,
    shippedSeq: Number(tail?.shipped ?? 0),
    shippingFailure: tail?.failure ?? null,
    problems: problems.slice(0, MOST_PROBLEMS),
    problemCount: problems.length,
  };
}
