import type { Tx } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';

/** Who serves a site that nobody placed may be another one now. */
export async function markUnplacedSites(tx: Tx): Promise<void> {
  await tx.query('INSERT INTO dirty_site (site_id) SELECT id FROM site WHERE provider_instance_id IS NULL');
  await wakeUp(tx, 'reconcile');
}
