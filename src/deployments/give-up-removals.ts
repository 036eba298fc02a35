import type { Tx } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';

/** Who stops waiting, and why. */
export interface GivingUp {
  readonly author: { readonly id: string; readonly name: string };
  readonly reason: string;
}

/**
 * Stops waiting for the device to prove its open removals: from the commit on the agents' secrets open nothing, and core removes
 * the records at the providers. Counts for the present generation only, so a later assignment begins anew. Returns the deployments.
 */
export async function giveUpRemovals(tx: Tx, deviceId: string, { author, reason }: GivingUp): Promise<string[]> {
  const given: { deployment_id: string }[] = await tx.query(
    `INSERT INTO removal_given_up (deployment_id, generation, reason, author_id, author_name)
     SELECT p.id, p.generation, $2, $3, $4 FROM deployment p
      WHERE p.device_id = $1 AND p.desired = 'absent' AND p.removed_at IS NULL ORDER BY p.id
     ON CONFLICT (deployment_id, generation) DO NOTHING RETURNING deployment_id`,
    [deviceId, reason, author.id, author.name],
  );
  const ids = given.map((row) => row.deployment_id);
  if (ids.length === 0) return [];
  await tx.query('UPDATE deployment SET due_at = now() WHERE id = ANY($1::uuid[])', [ids]);
  for (const id of ids) await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'deployment', id }));
  await wakeUp(tx, 'reconcile');
  return ids;
}
