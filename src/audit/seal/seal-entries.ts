import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CONTENT, GENESIS, link } from './chain.js';

const BATCH = 1000;
const LOCK = 7406304;

/**
 * Seals what has been committed since, in the order of the transactions; returns how many. Only transactions below every one that is
 * still under way are taken, so that none can commit later with a place before those that are sealed. One sealer at a time.
 */
export async function sealEntries(unit: UnitOfWork): Promise<number> {
  return unit.run(async (tx) => {
    const [{ free }]: [{ free: boolean }] = await tx.query(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS free`);
    if (!free) return 0;
    const [{ below }]: [{ below: string }] = await tx.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS below');
    const entries = await finalEntries(tx, below);
    const [last]: { seq: string; hash: Buffer }[] = await tx.query('SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1');
    let hash = last?.hash ?? GENESIS;
    const hashes = entries.map(({ content }) => (hash = link(hash, content)));
    if (entries.length === 0) return 0;
    await tx.query(
      `INSERT INTO audit_seal (seq, entry_id, hash)
       SELECT $1::bigint + n, id, decode(hash, 'hex') FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS s (id, hash, n)`,
      [last?.seq ?? 0, entries.map(({ id }) => id), hashes.map((each) => each.toString('hex'))],
    );
    // Only with seals: a sealer that writes whenever it looks would keep an idle installation busy.
    await tx.query('UPDATE audit_sealer SET sealed_below = $1::xid8', [entries.length < BATCH ? below : entries.at(-1)!.tx]);
    return entries.length;
  });
}

/** After a restore into another cluster transactions may count from lower numbers again; then everything is looked at. */
async function finalEntries(tx: Tx, below: string): Promise<{ id: string; tx: string; content: string }[]> {
  return tx.query(
    `SELECT a.id, a.tx::text AS tx, ${CONTENT} AS content
       FROM audit_entry a
      WHERE a.tx >= (SELECT CASE WHEN sealed_below <= $1::xid8 THEN sealed_below ELSE '0' END FROM audit_sealer) AND a.tx < $1::xid8
        AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = a.id)
      ORDER BY a.tx, a.id LIMIT ${BATCH}`,
    [below],
  );
}
