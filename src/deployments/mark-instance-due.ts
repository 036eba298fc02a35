import type { Tx } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';

/** Something that every deployment at this instance is judged by has changed. */
export async function markInstanceDue(tx: Tx, providerInstanceId: string): Promise<void> {
  await tx.query('UPDATE deployment SET due_at = now() WHERE provider_instance_id = $1 AND removed_at IS NULL', [providerInstanceId]);
  await wakeUp(tx, 'reconcile');
}
