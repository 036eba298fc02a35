import type { Tx } from '../platform/database/unit-of-work.js';
import { WAKE_UP_TOPICS } from '../platform/wake-ups/wake-ups.js';

/** Asks the reconciler to look at the deployments of these devices now; locked in the order of their ids, as everybody does. */
export async function markDeploymentsDue(tx: Tx, deviceIds: readonly string[]): Promise<void> {
  if (deviceIds.length === 0) return;
  await tx.query(
    `WITH concerned AS (SELECT id FROM deployment WHERE device_id = ANY($1::uuid[]) AND (removed_at IS NULL OR pending IS NOT NULL) ORDER BY id FOR NO KEY UPDATE),
          marked AS (UPDATE deployment p SET due_at = now() FROM concerned c WHERE p.id = c.id RETURNING p.id)
     SELECT pg_notify($2, '') FROM marked LIMIT 1`,
    [deviceIds, WAKE_UP_TOPICS.reconcile],
  );
}
