import type { Tx } from '../platform/database/unit-of-work.js';
import { WAKE_UP_TOPICS } from '../platform/wake-ups/wake-ups.js';

/** Tells everybody who watches that these devices changed, at the commit of `tx`. */
export async function announceDevices(tx: Tx, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  await tx.query(
    `SELECT pg_notify($1, json_build_object('kind', 'device', 'id', d.id, 'deviceId', d.id, 'siteId', d.site_id)::text)
       FROM device d WHERE d.id = ANY($2::uuid[])`,
    [WAKE_UP_TOPICS.changed, deviceIds],
  );
}
