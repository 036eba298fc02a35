import type { Tx } from '../platform/database/unit-of-work.js';

export interface ReleasedDeployment {
  readonly deploymentId: string;
  readonly deviceId: string;
  readonly generation: bigint;
}

/**
 * Makes what waits on these deployments their desired state, raising each generation in the same statement; what does not wait
 * is left alone. Whether it may be released now is for whoever calls this to know. Grace and keep are those of the policy that
 * still applied; a device that leaves the installation never keeps its agent.
 */
export async function releasePending(tx: Tx, deploymentIds: readonly string[]): Promise<ReleasedDeployment[]> {
  if (deploymentIds.length === 0) return [];
  const rows: { id: string; device_id: string; generation: string }[] = await tx.query(RELEASE, [deploymentIds]);
  return rows.map((row) => ({ deploymentId: row.id, deviceId: row.device_id, generation: BigInt(row.generation) }));
}

const RELEASE = `
  WITH held AS (
    SELECT p.id, d.incarnation, d.retired_at IS NOT NULL AS leaving, v.settings ->> 'removal.onUnassign' = 'keep' AS keep,
           (v.settings ->> 'removal.graceHours')::int AS grace_hours
      FROM deployment p JOIN device d ON d.id = p.device_id JOIN effective_settings v ON v.hash = p.released_settings
     WHERE p.id = ANY($1::uuid[]) AND p.pending IS NOT NULL
  ), released AS (
    UPDATE deployment p
       SET desired = p.pending, generation = p.generation + 1, released_at = now(), due_at = now(),
           site_id = coalesce(p.pending_site_id, p.site_id), incarnation = h.incarnation,
           settings_hash = CASE p.pending WHEN 'present' THEN p.pending_hash ELSE p.settings_hash END,
           released_settings = CASE p.pending WHEN 'present' THEN p.newest_settings ELSE p.released_settings END,
           remove_after = CASE p.pending WHEN 'absent' THEN now() + make_interval(hours => CASE WHEN h.leaving THEN 0 ELSE coalesce(h.grace_hours, 0) END) END,
           removed_at = CASE WHEN p.pending = 'absent' AND h.keep AND NOT h.leaving THEN now() END,
           pending = NULL, pending_hash = NULL, pending_site_id = NULL, pending_since = NULL, rollout_id = NULL
      FROM held h WHERE p.id = h.id AND p.pending IS NOT NULL
    RETURNING p.id, p.device_id, p.generation, p.desired
  ), afresh AS (
    UPDATE deployment_evidence e
       SET attempts = 0, next_attempt_at = NULL, removed_at_device_at = CASE r.desired WHEN 'absent' THEN NULL ELSE e.removed_at_device_at END
      FROM released r WHERE e.deployment_id = r.id
  ) SELECT id, device_id, generation FROM released`;
