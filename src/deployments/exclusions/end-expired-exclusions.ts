import type { AuditFact } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

interface Row {
  id: string;
  kind: string;
  reason: string;
  expires_at: Date;
  device_id: string | null;
  name: string;
  site_id: string | null;
  client_id: string | null;
}

/** Ends at most so many exclusions whose time is over, as of the moment they were to end; a trigger marks their sites. */
export async function endExpiredExclusions(tx: Tx, most: number): Promise<AuditFact[]> {
  const [rows]: [Row[], number] = await tx.query(
    `UPDATE exclusion x SET ended_at = x.expires_at, end_reason = 'expired', version = x.version + 1
       FROM (SELECT e.id, coalesce(d.name, s.name, g.name) AS name, s.id AS site_id, coalesce(s.client_id, g.client_id) AS client_id
               FROM (SELECT id, site_id, device_id, device_group_id FROM exclusion
                      WHERE ended_at IS NULL AND expires_at <= now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) e
               LEFT JOIN device d ON d.id = e.device_id
               LEFT JOIN site s ON s.id = coalesce(e.site_id, d.site_id)
               LEFT JOIN device_group g ON g.id = e.device_group_id) w
      WHERE x.id = w.id
     RETURNING x.id, x.kind, x.reason, x.expires_at, x.device_id, w.name, w.site_id, w.client_id`,
    [most],
  );
  return rows.map((row) => ({
    action: 'exclusion.expire',
    subject: { kind: 'exclusion', id: row.id, name: row.name },
    clientId: row.client_id,
    siteId: row.site_id,
    deviceId: row.device_id,
    changes: { kind: [row.kind, null], reason: [row.reason, null], expiresAt: [row.expires_at, null] },
  }));
}
