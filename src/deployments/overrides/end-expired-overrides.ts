import type { SettingValue } from '../../../contracts/policy-settings.js';
import type { AuditFact } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

interface Row {
  device_id: string;
  name: string;
  site_id: string;
  client_id: string;
  settings: Record<string, SettingValue>;
  reason: string;
  expires_at: Date;
}

/** Deletes at most so many overrides whose time is over (or only that of one device); the audit log keeps what they said, a trigger marks their sites. */
export async function endExpiredOverrides(tx: Tx, most: number, deviceId: string | null = null): Promise<AuditFact[]> {
  const [rows]: [Row[], number] = await tx.query(
    `DELETE FROM device_override o
      USING (SELECT device_id FROM device_override WHERE expires_at <= now() AND ($2::uuid IS NULL OR device_id = $2) ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) w,
            device d, site s
      WHERE o.device_id = w.device_id AND d.id = o.device_id AND s.id = d.site_id
     RETURNING o.device_id, d.name, d.site_id, s.client_id, o.settings, o.reason, o.expires_at`,
    [most, deviceId],
  );
  return rows.map((row) => ({
    action: 'override.expire',
    subject: { kind: 'override', id: row.device_id, name: row.name },
    clientId: row.client_id,
    siteId: row.site_id,
    deviceId: row.device_id,
    changes: { settings: [row.settings, null], reason: [row.reason, null], expiresAt: [row.expires_at, null] },
  }));
}
