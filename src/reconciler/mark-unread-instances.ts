import { PROVIDER_EVIDENCE_BOUND_MS } from '../deployment-status/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { recordHealth } from './observe-endpoints.js';

/**
 * A provider that was not read for so long that what it last showed proves nothing any more is unreachable, whoever should have
 * read it: its deployments are looked at again then, and not one by one as they come up.
 */
export async function markUnreadInstances(unit: UnitOfWork): Promise<void> {
  await unit.run(async (tx) => {
    const unread: { id: string }[] = await tx.query(
      `SELECT id FROM provider_instance WHERE health = 'reachable' AND checked_at < now() - make_interval(secs => $1) ORDER BY id FOR UPDATE SKIP LOCKED`,
      [PROVIDER_EVIDENCE_BOUND_MS / 1000],
    );
    for (const { id } of unread) await recordHealth(tx, id, 'unreachable', 'RA-INS-01');
  });
}
