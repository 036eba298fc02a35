import type { Tx } from '../platform/database/unit-of-work.js';
import type { PolicyClass } from './policy-class.js';

/** How many deployments one retargeting began, changed and retired. */
export interface Retargeting {
  readonly begun: number;
  readonly changed: number;
  readonly retired: number;
}

/**
 * Makes the desired state of every device of these sites what its policy class says, in set-based statements whose cost is
 * that of the sites. A generation rises exactly where the released state differs; a second run changes nothing.
 */
export async function retargetSites(tx: Tx, classes: readonly PolicyClass[]): Promise<Retargeting> {
  const parameters = [
    JSON.stringify(
      classes.map((each) => ({
        site_id: each.siteId,
        provider_instance_id: each.providerInstanceId,
        targeted: each.targeted,
        settings: each.settings,
        settings_hash: each.settingsHash,
      })),
    ),
  ];
  const retired = await count(tx, RETIRE, parameters);
  const changed = await count(tx, CHANGE, parameters);
  await tx.query(REFRESH, parameters);
  const begun = await count(tx, BEGIN, parameters);
  return { begun, changed, retired };
}

const WANTED = `
  WITH class AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS c (site_id uuid, provider_instance_id uuid, targeted boolean, settings jsonb, settings_hash text)
  ), wanted AS (
    SELECT d.id AS device_id, d.site_id, d.incarnation, c.provider_instance_id, c.settings, c.settings_hash,
           c.targeted AND d.retired_at IS NULL AND d.revoked_at IS NULL AND NOT d.quarantined AS present,
           d.retired_at IS NOT NULL AS leaving
      FROM class c JOIN device d USING (site_id)
  )`;

/** Grace and keep are those of the policy that still applied; a device that leaves the installation never keeps its agent. */
const RETIRE = `${WANTED}, keeping AS (
    SELECT p.id, w.leaving, d.settings ->> 'removal.onUnassign' = 'keep' AND NOT w.leaving AS keep,
           CASE WHEN w.leaving THEN 0 ELSE (d.settings ->> 'removal.graceHours')::int END AS grace_hours
      FROM wanted w JOIN deployment p USING (device_id) JOIN deployment d ON d.id = p.id
     WHERE p.desired = 'present' AND (NOT w.present OR p.provider_instance_id <> w.provider_instance_id)
  ), retired AS (
    UPDATE deployment p
       SET desired = 'absent', generation = p.generation + 1, released_at = now(), due_at = now(),
           remove_after = now() + make_interval(hours => k.grace_hours),
           removed_at = CASE WHEN k.keep THEN now() END
      FROM keeping k WHERE p.id = k.id
    RETURNING p.id
  ), unproven AS (
    UPDATE deployment_evidence e SET removed_at_device_at = NULL, attempts = 0, next_attempt_at = NULL FROM keeping k WHERE e.deployment_id = k.id
  ) SELECT count(*)::int AS n FROM retired`;

const CHANGE = `${WANTED}, changed AS (
    UPDATE deployment p
       SET desired = 'present', generation = p.generation + 1, released_at = now(), due_at = now(),
           settings = w.settings, settings_hash = w.settings_hash, site_id = w.site_id, incarnation = w.incarnation,
           remove_after = NULL, removed_at = NULL
      FROM wanted w
     WHERE p.device_id = w.device_id AND p.provider_instance_id = w.provider_instance_id AND w.present
       AND (p.desired = 'absent' OR p.settings_hash <> w.settings_hash OR p.site_id <> w.site_id OR p.incarnation <> w.incarnation)
    RETURNING p.id
  ), afresh AS (
    UPDATE deployment_evidence e SET attempts = 0, next_attempt_at = NULL FROM changed c WHERE e.deployment_id = c.id
  ) SELECT count(*)::int AS n FROM changed`;

/** Settings that only Latchkey enforces follow the policy without a new generation. */
const REFRESH = `${WANTED}
  UPDATE deployment p SET settings = w.settings
    FROM wanted w
   WHERE p.device_id = w.device_id AND p.provider_instance_id = w.provider_instance_id AND w.present
     AND p.settings IS DISTINCT FROM w.settings`;

const BEGIN = `${WANTED}, begun AS (
    INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, settings, settings_hash, incarnation)
    SELECT gen_random_uuid(), w.device_id, w.provider_instance_id, w.site_id, 'present',
           (SELECT greatest((epoch::bigint << 40) + 1, (SELECT max(x.generation) + 1 FROM deployment x WHERE x.device_id = w.device_id)) FROM installation), w.settings, w.settings_hash, w.incarnation
      FROM wanted w
     WHERE w.present AND NOT EXISTS (
       SELECT 1 FROM deployment p WHERE p.device_id = w.device_id AND p.provider_instance_id = w.provider_instance_id)
    ON CONFLICT ON CONSTRAINT deployment_is_one_per_device_and_instance DO NOTHING
    RETURNING id
  ), evidence AS (
    INSERT INTO deployment_evidence (deployment_id) SELECT id FROM begun
  ) SELECT count(*)::int AS n FROM begun`;

async function count(tx: Tx, sql: string, parameters: readonly unknown[]): Promise<number> {
  const rows: { n: number }[] = await tx.query(sql, [...parameters]);
  return rows[0]?.n ?? 0;
}
