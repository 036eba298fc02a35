import type { Tx } from '../platform/database/unit-of-work.js';
import { lockFreeSites } from './retarget-dirty-sites.js';

/**
 * These deployments are proven: whatever served their devices in the meantime is removed now, as a part of the same release, so that a
 * rollout counts a device once both are done. Nobody's open session is cut, and a pin or a freeze holds everything as it is. What
 * somebody else is just looking at is left for the next look: whoever holds the rows of deployments waits for nobody.
 */
export async function handOver(tx: Tx, deploymentIds: readonly string[]): Promise<void> {
  if (deploymentIds.length === 0) return;
  const sites: { site_id: string }[] = await tx.query(
    'SELECT DISTINCT d.site_id FROM deployment p JOIN device d ON d.id = p.device_id WHERE p.id = ANY($1::uuid[])',
    [deploymentIds],
  );
  const free = await lockFreeSites(tx, sites.map((row) => row.site_id));
  if (free.length > 0) await tx.query(HAND_OVER, [deploymentIds, free]);
}

/** The removal rises above every generation that the device has seen, whatever had the highest until now. */
const HAND_OVER = `
  WITH succeeded AS MATERIALIZED (
    SELECT p.id, n.released_at, n.released_by, n.release_cause
      FROM unnest($1::uuid[]) AS proven (id)
     CROSS JOIN LATERAL (SELECT * FROM deployment x WHERE x.id = proven.id AND x.desired = 'present' OFFSET 0) n
      JOIN device d ON d.id = n.device_id AND d.site_id = ANY($2::uuid[])
      JOIN deployment p ON p.device_id = n.device_id AND p.moving_to = n.provider_instance_id
     WHERE p.pinned_by IS NULL AND NOT EXISTS (SELECT FROM installation WHERE frozen)
       AND NOT EXISTS (SELECT FROM launch l WHERE l.deployment_id = p.id AND l.state IN ('requested', 'redeemed', 'minted', 'active'))
     ORDER BY p.id FOR NO KEY UPDATE OF p SKIP LOCKED
  ), released AS (
    UPDATE deployment p
       SET desired = 'absent', generation = (SELECT max(x.generation) FROM deployment x WHERE x.device_id = p.device_id) + 1, moving_to = NULL,
           released_at = s.released_at, released_by = s.released_by, release_cause = s.release_cause, remove_after = now(), removed_at = NULL,
           pending = NULL, pending_hash = NULL, pending_site_id = NULL, pending_since = NULL, rollout_id = NULL, due_at = now()
      FROM succeeded s WHERE p.id = s.id RETURNING p.id
  )
  UPDATE deployment_evidence e SET attempts = 0, next_attempt_at = NULL, removed_at_device_at = NULL FROM released r WHERE e.deployment_id = r.id`;
