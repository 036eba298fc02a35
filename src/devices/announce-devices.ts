import type { Tx } from '../platform/database/unit-of-work.js';
import { WAKE_UP_TOPICS, wakeUp } from '../platform/wake-ups/wake-ups.js';

/** Above this it costs everybody less to read anew what he shows than to be told of each. */
const MOST_TOLD_SINGLY = 1_000;

/** Tells everybody who watches that these devices changed, at the commit of `tx`; of very many, only that much has changed. */
export async function announceDevices(tx: Tx, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  if (deviceIds.length > MOST_TOLD_SINGLY) return wakeUp(tx, 'changed');
  await tx.query(
    `SELECT pg_notify($1, json_build_object('kind', 'device', 'id', d.id, 'deviceId', d.id, 'siteId', d.site_id)::text)
       FROM device d WHERE d.id = ANY($2::uuid[])`,
    [WAKE_UP_TOPICS.changed, deviceIds],
  );
}
