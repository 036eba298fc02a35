import { prepared } from '../platform/database/prepared.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { classParameter } from './classes-of-sites.js';
import type { PolicyClass } from './policy-class.js';
import type { ReleaseCause } from './release-causes.js';
import { WANTED } from './wanted-sql.js';

/** How many deployments one retargeting began, changed and retired at once, how many are to be succeeded at another instance, and how many wait. */
export interface Retargeting {
  readonly begun: number;
  readonly changed: number;
  readonly retired: number;
  readonly moving: number;
  readonly held: number;
}

/** How the changes of one site are let go: by a rollout, at once because somebody saw the plan, or (neither) as things stand. */
export interface SiteDecision {
  readonly siteId: string;
  readonly rolloutId: string | null;
  readonly atOnce: boolean;
  /** Whose change it was, for the timeline. */
  readonly cause: ReleaseCause | null;
}

/**
 * Makes the desired state of every device of these sites what its policy class says, in one statement whose cost is that of
 * the sites. A generation rises exactly where a changed state is released; what a rollout or a freeze holds back waits on the
 * deployment. A second run changes nothing.
 */
export async function retargetSites(tx: Tx, classes: readonly PolicyClass[], decisions: readonly SiteDecision[] = []): Promise<Retargeting> {
  if (classes.length === 0) return { begun: 0, changed: 0, retired: 0, moving: 0, held: 0 };
  await keepEffectiveSettings(tx, classes);
  const rows = await prepared<Retargeting>(tx, RETARGET, [
    classParameter(classes),
    JSON.stringify(decisions.map(({ siteId, rolloutId, atOnce, cause }) => ({ site_id: siteId, rollout_id: rolloutId, at_once: atOnce, ...cause }))),
  ]);
  return rows[0]!;
}

/** Equal settings are kept once, under their hash, however many devices have them. */
async function keepEffectiveSettings(tx: Tx, classes: readonly PolicyClass[]): Promise<void> {
  const kept = new Map(classes.map(({ effectiveHash, settings }) => [effectiveHash, settings]));
  await tx.query(
    `INSERT INTO effective_settings (hash, settings)
     SELECT k.hash, k.settings FROM jsonb_to_recordset($1::jsonb) AS k (hash text, settings jsonb)
      WHERE NOT EXISTS (SELECT 1 FROM effective_settings v WHERE v.hash = k.hash) ORDER BY k.hash ON CONFLICT DO NOTHING`,
    [JSON.stringify([...kept].map(([hash, settings]) => ({ hash, settings })))],
  );
}

/**
 * `restores`: the device has what is wanted, only something else was waiting. `held`: by the rollout of the site's mark, by the one
 * that the device waits in already unless somebody decided otherwise, or by the freeze. A re-imaged device has lost what it had
 * and a device that came after the change was never part of it: neither waits in a rollout. A first deployment begins above
 * every generation that its device has seen, also the one by which another instance is retired in this very statement.
 */
const DECIDED = `, hold AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS h (site_id uuid, rollout_id uuid, at_once boolean, by text, cause text)
  ), decided AS (
    SELECT c.*, h.by, h.cause, r.id AS into_rollout, r.id IS NOT NULL OR i.frozen AS held,
           CASE WHEN c.present THEN c.desired = 'present' AND (c.released_hash, c.released_site, c.released_incarnation) = (c.settings_hash, c.site_id, c.incarnation)
                ELSE c.desired = 'absent' END AS restores
      FROM change c
      CROSS JOIN installation i
      LEFT JOIN hold h ON h.site_id = c.site_id
      LEFT JOIN rollout r ON r.id = coalesce(h.rollout_id, CASE WHEN h.at_once IS NOT TRUE THEN c.rollout_id END) AND r.ended_at IS NULL
                         AND c.enrolled_at <= r.created_at AND (c.released_incarnation = c.incarnation OR c.desired = 'absent')
  ), step AS (
    SELECT d.*, d.action IS NOT NULL AND NOT d.restores AND NOT d.held AS releases, d.action IS NOT NULL AND NOT d.restores AND d.held AS waits,
           CASE WHEN d.present THEN 'present' ELSE 'absent' END AS target, d.moving_to IS NOT NULL AND d.pending = 'absent' AND d.pinned_by IS NULL AS calls_off,
           v.settings ->> 'removal.onUnassign' = 'keep' AND NOT d.leaving AND NOT d.goes_on AS keep,
           CASE WHEN d.leaving OR d.goes_on THEN 0 ELSE coalesce((v.settings ->> 'removal.graceHours')::int, 0) END AS grace_hours
      FROM decided d JOIN effective_settings v ON v.hash = d.released_settings
     WHERE d.action IS NOT NULL OR d.moving_to IS DISTINCT FROM d.moving_before OR (d.moving_to IS NOT NULL AND d.pending = 'absent')
        OR d.pinned_by IS DISTINCT FROM d.pinned_before OR d.excluded_by IS DISTINCT FROM d.excluded_before
        OR (d.present AND d.pinned_by IS NULL AND d.newest_settings <> d.effective)
  ), starting AS (
    SELECT f.*, h.by, h.cause, r.id AS into_rollout, r.id IS NOT NULL OR i.frozen AS held,
           greatest(i.epoch::bigint << 40, (SELECT max(x.generation) + 1 FROM deployment x WHERE x.device_id = f.device_id)) + 1 AS generation
      FROM fresh f
      CROSS JOIN installation i
      LEFT JOIN hold h ON h.site_id = f.site_id
      LEFT JOIN rollout r ON r.id = h.rollout_id AND r.ended_at IS NULL AND f.enrolled_at <= r.created_at
  )`;

/**
 * Grace and keep are those of the policy that still applied; a device that leaves the installation, or goes on elsewhere, never keeps
 * its agent. What goes on serving until another instance does is not removed by what was decided before.
 */
const MOVED = `, moved AS (
    UPDATE deployment p
       SET desired = CASE WHEN s.releases THEN s.target ELSE p.desired END,
           generation = CASE WHEN s.releases AND s.action = 'install' THEN (SELECT max(x.generation) FROM deployment x WHERE x.device_id = s.device_id) + 1
                             ELSE p.generation + s.releases::int END,
           settings_hash = CASE WHEN s.releases AND s.present THEN s.settings_hash ELSE p.settings_hash END,
           site_id = CASE WHEN s.releases AND s.present THEN s.site_id ELSE p.site_id END,
           incarnation = CASE WHEN s.releases AND s.present THEN s.incarnation ELSE p.incarnation END,
           released_at = CASE WHEN s.releases THEN now() ELSE p.released_at END,
           released_by = CASE WHEN s.releases THEN s.by ELSE p.released_by END,
           release_cause = CASE WHEN s.releases THEN s.cause ELSE p.release_cause END,
           released_settings = CASE WHEN s.present AND NOT s.waits AND s.pinned_by IS NULL AND (s.action IS NOT NULL OR p.pending IS NULL) THEN s.effective ELSE p.released_settings END,
           newest_settings = CASE WHEN s.present AND s.pinned_by IS NULL THEN s.effective ELSE p.newest_settings END,
           remove_after = CASE WHEN NOT s.releases THEN p.remove_after WHEN s.present THEN NULL ELSE now() + make_interval(hours => s.grace_hours) END,
           removed_at = CASE WHEN NOT s.releases THEN p.removed_at WHEN s.present THEN NULL WHEN s.keep THEN now() END,
           moving_to = CASE WHEN s.releases AND NOT s.present THEN NULL ELSE s.moving_to END,
           pending = CASE WHEN s.calls_off THEN NULL WHEN s.action IS NULL THEN p.pending WHEN s.waits THEN s.target END,
           pending_hash = CASE WHEN s.calls_off THEN NULL WHEN s.action IS NULL THEN p.pending_hash WHEN s.waits THEN CASE WHEN s.present THEN s.settings_hash ELSE 'absent' END END,
           pending_site_id = CASE WHEN s.calls_off THEN NULL WHEN s.action IS NULL THEN p.pending_site_id WHEN s.waits AND s.present THEN s.site_id END,
           pending_since = CASE WHEN s.calls_off THEN NULL WHEN s.action IS NULL THEN p.pending_since WHEN s.waits THEN now() END,
           rollout_id = CASE WHEN s.calls_off THEN NULL WHEN s.action IS NULL THEN p.rollout_id WHEN s.waits THEN s.into_rollout END,
           pinned_by = s.pinned_by, excluded_by = s.excluded_by, due_at = now()
      FROM step s WHERE p.id = ANY(ARRAY(SELECT id FROM step)) AND p.id = s.id
  ), unproven AS (
    UPDATE deployment_evidence e
       SET attempts = 0, next_attempt_at = NULL, removed_at_device_at = CASE WHEN s.present THEN e.removed_at_device_at END
      FROM step s WHERE e.deployment_id = ANY(ARRAY(SELECT id FROM step WHERE releases)) AND e.deployment_id = s.id AND s.releases
  ), begun AS (
    INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, released_settings, newest_settings, settings_hash, incarnation,
                            removed_at, pending, pending_hash, pending_site_id, pending_since, rollout_id, released_by, release_cause)
    SELECT gen_random_uuid(), s.device_id, s.provider_instance_id, s.site_id, CASE WHEN s.held THEN 'absent' ELSE 'present' END, s.generation,
           s.effective, s.effective, s.settings_hash, s.incarnation,
           CASE WHEN s.held THEN now() END, CASE WHEN s.held THEN 'present' END, CASE WHEN s.held THEN s.settings_hash END,
           CASE WHEN s.held THEN s.site_id END, CASE WHEN s.held THEN now() END, s.into_rollout, s.by, s.cause
      FROM starting s
    ON CONFLICT ON CONSTRAINT deployment_is_one_per_device_and_instance DO NOTHING
    RETURNING id
  ), evidence AS (
    INSERT INTO deployment_evidence (deployment_id) SELECT id FROM begun
  )`;

/** A device is in one rollout at a time: whatever it waited in before is superseded, or withdrawn when nothing is left to do. */
const IN_ROLLOUTS = `, joining AS (
    INSERT INTO rollout_device AS r (rollout_id, device_id, action)
    SELECT j.into_rollout, j.device_id, CASE WHEN count(*) > 1 THEN 'update' ELSE min(j.action) END
      FROM (SELECT into_rollout, device_id, action FROM step WHERE waits AND into_rollout IS NOT NULL
            UNION ALL SELECT into_rollout, device_id, CASE WHEN device_id IN (SELECT device_id FROM step WHERE moving_to IS NOT NULL) THEN 'update' ELSE 'install' END
              FROM starting WHERE into_rollout IS NOT NULL) j
     GROUP BY j.into_rollout, j.device_id
    ON CONFLICT (rollout_id, device_id) DO UPDATE SET action = excluded.action, outcome = NULL, outcome_code = NULL, outcome_at = NULL WHERE r.released_at IS NULL
  ), leaving_rollout AS (
    UPDATE rollout_device r SET outcome = CASE WHEN s.restores THEN 'withdrawn' ELSE 'superseded' END, outcome_at = now()
      FROM step s
     WHERE s.action IS NOT NULL AND r.rollout_id = s.rollout_id AND r.device_id = s.device_id AND r.released_at IS NULL AND r.outcome IS NULL
       AND s.into_rollout IS DISTINCT FROM s.rollout_id
  )`;

/** Exported so that its plan can be asserted. */
export const RETARGET = `${WANTED}${DECIDED}${MOVED}${IN_ROLLOUTS}
  SELECT (SELECT count(*)::int FROM starting WHERE NOT held) AS begun,
         (SELECT count(*)::int FROM step WHERE releases AND present) AS changed,
         (SELECT count(*)::int FROM step WHERE releases AND NOT present) AS retired,
         (SELECT count(*)::int FROM step WHERE moving_to IS NOT NULL AND moving_before IS NULL) AS moving,
         (SELECT count(*)::int FROM step WHERE waits) + (SELECT count(*)::int FROM starting WHERE held) AS held`;
