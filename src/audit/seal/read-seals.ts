import type { Tx } from '../../platform/database/unit-of-work.js';
import type { AuditSealsView } from '../audit-seals.view.js';
import { CONTENT } from './chain.js';

/** The sealed history from a number on, with all it takes to check it elsewhere: contents, hashes, checkpoints and the public root keys. */
export async function readSeals(tx: Tx, after: number, limit: number): Promise<AuditSealsView> {
  const [installation]: { id: string }[] = await tx.query('SELECT id FROM installation');
  const rootKeys: { id: string; publicKey: string }[] = await tx.query(`SELECT id, public_key AS "publicKey" FROM server_key WHERE purpose = 'root' ORDER BY id`);
  // Known before the seals are read: one that is signed meanwhile would seem to be over a log that was cut short.
  const [{ newest }]: [{ newest: string | null }] = await tx.query('SELECT max(seq) AS newest FROM audit_checkpoint');
  const rows: { seq: string; entryId: string; hash: string; content: string | null }[] = await tx.query(
    `SELECT s.seq, s.entry_id AS "entryId", encode(s.hash, 'hex') AS hash, CASE WHEN a.id IS NOT NULL THEN ${CONTENT} END AS content
       FROM audit_seal s LEFT JOIN audit_entry a ON a.id = s.entry_id WHERE s.seq > $1 ORDER BY s.seq LIMIT $2`,
    [after, limit],
  );
  const items = rows.map((row) => ({ ...row, seq: Number(row.seq) }));
  const nextAfter = items.length < limit ? null : items.at(-1)!.seq;
  const signed: { document: object }[] = await tx.query('SELECT document FROM audit_checkpoint WHERE seq > $1 AND seq <= $2 ORDER BY seq', [after, nextAfter ?? newest ?? 0]);
  return { installationId: installation?.id ?? '', rootKeys, items, checkpoints: signed.map(({ document }) => document), nextAfter };
}
