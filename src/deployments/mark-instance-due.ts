import type { Tx } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';

/** Something that every deployment at this instance is judged by has changed; locked in the order of their ids, as everybody does. */
export async function markInstanceDue(tx: Tx, providerInstanceId: string): Promise<void> {
  await tx.query(
    `WITH concerned AS (SELECT id FROM deployment WHERE provider_instance_id = $1 AND removed_at IS NULL ORDER BY id FOR NO KEY UPDATE)
     UPDATE deployment p SET due_at = now() FROM concerned c WHERE p.id = c.id`,
    [providerInstanceId],
  );
  await wakeUp(tx, 'reconcile');
}
