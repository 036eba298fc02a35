import { whichApply } from './exclusions/which-apply.js';
import { OVERRIDE_HOLDS } from './overrides/load-overrides.js';

/**
 * What should be, compared with what is: one text for the plan that is shown and for the retargeting that is done, so that
 * they can never disagree. `$1` is the JSON list of policy classes; every device of their sites is compared, at a cost that
 * is that of these sites.
 */

/** The groups of each device that entries of its site's packages are narrowed to; devices in none have no row. */
const MEMBER = `
    SELECT m.device_id, array_agg(DISTINCT m.group_id ORDER BY m.group_id) AS groups
      FROM place JOIN assignment a USING (site_id)
      JOIN package_entry e ON e.package_id = a.package_id AND e.device_group_id IS NOT NULL
      JOIN device d ON d.site_id = a.site_id
      JOIN device_group_member m ON m.device_id = d.id AND m.group_id = e.device_group_id
     GROUP BY m.device_id`;

/** `$1` is a list of sites: which classes their devices fall into. */
export const CLASS_KEYS = `
  WITH place AS (SELECT unnest($1::uuid[]) AS site_id), member AS (${MEMBER})
  SELECT DISTINCT d.site_id, coalesce(m.groups, '{}') AS groups, o.device_id AS override_device
    FROM place JOIN device d USING (site_id)
    LEFT JOIN member m ON m.device_id = d.id
    LEFT JOIN device_override o ON o.device_id = d.id AND ${OVERRIDE_HOLDS}`;

/** `$1` is a list of devices: the class of each. */
export const CLASS_OF_DEVICE = `
  SELECT d.id AS device_id, d.site_id, o.device_id AS override_device,
         ARRAY(SELECT DISTINCT m.group_id
                 FROM assignment a JOIN package_entry e ON e.package_id = a.package_id
                 JOIN device_group_member m ON m.group_id = e.device_group_id AND m.device_id = d.id
                WHERE a.site_id = d.site_id ORDER BY 1) AS groups
    FROM device d LEFT JOIN device_override o ON o.device_id = d.id AND ${OVERRIDE_HOLDS}
   WHERE d.id = ANY($1::uuid[])`;

/** CTEs `wanted` (one row a device), `change` (one row a deployment, `action` null where nothing changes) and `fresh` (devices that get their first deployment). */
export const WANTED = `
  WITH class AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS c (site_id uuid, groups uuid[], override_device uuid, provider_instance_id uuid, targeted boolean, effective text, settings_hash text)
  ), place AS (SELECT DISTINCT site_id FROM class), member AS (${MEMBER}), local AS (
    SELECT d.id, d.site_id FROM place JOIN device d USING (site_id)
  ), wanted AS (
    SELECT d.id AS device_id, d.site_id, d.incarnation, d.enrolled_at, d.os, d.arch, c.provider_instance_id, c.effective, c.settings_hash,
           c.targeted AND d.retired_at IS NULL AND d.revoked_at IS NULL AND NOT d.quarantined AND x.kind IS DISTINCT FROM 'exclude' AS present,
           d.retired_at IS NOT NULL AS leaving,
           CASE WHEN x.kind = 'exclude' THEN x.exclusion_id END AS excluded_by,
           CASE WHEN x.kind = 'pin' AND d.retired_at IS NULL THEN x.exclusion_id END AS pinned_by
      FROM place JOIN device d USING (site_id)
      LEFT JOIN member m ON m.device_id = d.id
      LEFT JOIN device_override o ON o.device_id = d.id AND ${OVERRIDE_HOLDS}
      LEFT JOIN ${whichApply('local')} x ON x.device_id = d.id
      JOIN class c ON c.site_id = d.site_id AND c.groups = coalesce(m.groups, '{}') AND c.override_device IS NOT DISTINCT FROM o.device_id
  ), state AS (
    SELECT p.id, p.device_id, p.desired, p.generation, p.released_settings, p.newest_settings, p.settings_hash AS released_hash, p.site_id AS released_site,
           p.incarnation AS released_incarnation, p.pending, p.rollout_id, p.pinned_by AS pinned_before, p.excluded_by AS excluded_before,
           coalesce(p.pending, p.desired) AS newest, coalesce(p.pending_hash, p.settings_hash) AS newest_hash, coalesce(p.pending_site_id, p.site_id) AS newest_site,
           w.site_id, w.incarnation, w.enrolled_at, w.os, w.arch, w.effective, w.settings_hash, w.leaving, w.excluded_by, w.pinned_by,
           w.provider_instance_id AS wanted_instance, w.present AND p.provider_instance_id = w.provider_instance_id AS present
      FROM wanted w JOIN deployment p USING (device_id)
  ), change AS (
    SELECT s.*, CASE
             WHEN s.pinned_by IS NOT NULL THEN NULL
             WHEN s.present AND s.newest = 'absent' THEN 'install'
             WHEN s.present AND (s.newest_hash <> s.settings_hash OR s.newest_site <> s.site_id OR s.released_incarnation <> s.incarnation) THEN 'update'
             WHEN NOT s.present AND s.newest = 'present' THEN 'remove'
           END AS action
      FROM state s
  ), fresh AS (
    SELECT w.* FROM wanted w
     WHERE w.present AND w.pinned_by IS NULL
       AND NOT EXISTS (SELECT 1 FROM deployment p WHERE p.device_id = w.device_id AND p.provider_instance_id = w.provider_instance_id)
  )`;
