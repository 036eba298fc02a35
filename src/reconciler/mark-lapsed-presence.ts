import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';

/** Devices of a gateway that has not been heard of for 40 s are offline: its process died with their connections. */
export async function markLapsedPresence(unit: UnitOfWork): Promise<void> {
  await unit.run(async (tx) => {
    const lapsed: { device_id: string }[] = await tx.query(
      `WITH lapsed AS (
         UPDATE device_presence p SET online = false, offline_since = now(), connection_id = NULL, gateway_id = NULL
          WHERE p.online AND NOT EXISTS (SELECT 1 FROM gateway g WHERE g.id = p.gateway_id AND g.seen_at > now() - interval '40 seconds')
         RETURNING device_id)
       SELECT device_id FROM lapsed`,
    );
    await tx.query(`DELETE FROM gateway WHERE seen_at < now() - interval '1 hour'`);
    if (lapsed.length === 0) return;
    await tx.query(
      `WITH concerned AS (SELECT id FROM deployment WHERE device_id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE)
       UPDATE deployment p SET due_at = now() FROM concerned c WHERE p.id = c.id`,
      [lapsed.map((row) => row.device_id)],
    );
    await wakeUp(tx, 'reconcile');
  });
}
