import type { Tx } from '../platform/database/unit-of-work.js';
import { lockSites } from './retarget-dirty-sites.js';

export interface ReleasedDeployment {
  readonly deploymentId: string;
  readonly deviceId: string;
  readonly generation: string;
}

/**
 * Releases what waits for these deployments: the waiting state becomes the desired one and the generation rises in the same
 * statement. Who may be released, and when, is the caller's to decide in SQL; a deployment for which nothing waits any more is
 * left alone.
 */
export async function releasePending(tx: Tx, deploymentIds: readonly string[]): Promise<ReleasedDeployment[]> {
  if (deploymentIds.length === 0) return [];
  const sites: { site_id: string }[] = await tx.query(
    'SELECT DISTINCT d.site_id FROM deployment p JOIN device d ON d.id = p.device_id WHERE p.id = ANY($1::uuid[])',
    [deploymentIds],
  );
  await lockSites(tx, sites.map((row) => row.site_id));
  return tx.query(RELEASE, [deploymentIds]);
}

/** The rows are found and locked one by one: of what waits no statistics know anything. Grace and keep are those of the settings that still applied; a device that leaves the installation, or goes on at another instance, never keeps its agent. */
const RELEASE = `
  WITH waiting AS MATERIALIZED (
    SELECT p.place, p.pending = 'present' AS present, d.incarnation, r.requested_by_name AS by, r.title AS cause,
           v.settings ->> 'removal.onUnassign' = 'keep' AND d.retired_at IS NULL AND NOT x.goes_on AS keep,
           CASE WHEN d.retired_at IS NOT NULL OR x.goes_on THEN 0 ELSE coalesce((v.settings ->> 'removal.graceHours')::int, 0) END AS grace_hours
      FROM (SELECT id FROM unnest($1::uuid[]) AS u (id) ORDER BY id) AS asked
     CROSS JOIN LATERAL (SELECT x.ctid AS place, x.* FROM deployment x WHERE x.id = asked.id OFFSET 0 FOR NO KEY UPDATE) p
      JOIN device d ON d.id = p.device_id JOIN effective_settings v ON v.hash = p.released_settings
      LEFT JOIN rollout r ON r.id = p.rollout_id
     CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM deployment o WHERE o.device_id = p.device_id AND o.id <> p.id AND coalesce(o.pending, o.desired) = 'present') AS goes_on OFFSET 0) x
     WHERE p.pending IS NOT NULL
  ), released AS (
    UPDATE deployment p
       SET desired = p.pending, generation = (SELECT max(x.generation) FROM deployment x WHERE x.device_id = p.device_id) + 1, released_at = now(), due_at = now(), released_by = w.by, release_cause = w.cause,
           settings_hash = CASE WHEN w.present THEN p.pending_hash ELSE p.settings_hash END,
           site_id = coalesce(p.pending_site_id, p.site_id),
           incarnation = CASE WHEN w.present THEN w.incarnation ELSE p.incarnation END,
           released_settings = CASE WHEN w.present THEN p.newest_settings ELSE p.released_settings END,
           remove_after = CASE WHEN NOT w.present THEN now() + make_interval(hours => w.grace_hours) END,
           removed_at = CASE WHEN NOT w.present AND w.keep THEN now() END,
           moving_to = CASE WHEN w.present THEN p.moving_to END, pending = NULL, pending_hash = NULL, pending_site_id = NULL, pending_since = NULL, rollout_id = NULL
      FROM waiting w WHERE p.ctid = w.place
    RETURNING p.id, p.device_id, p.generation, w.present
  ), afresh AS (
    UPDATE deployment_evidence e
       SET attempts = 0, next_attempt_at = NULL, removed_at_device_at = CASE WHEN r.present THEN e.removed_at_device_at END
      FROM released r WHERE e.deployment_id = r.id
  ) SELECT id AS "deploymentId", device_id AS "deviceId", generation::text AS generation FROM released`;
