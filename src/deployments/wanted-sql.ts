import { firstServing } from '../sites/index.js';
import { whichApply } from './exclusions/which-apply.js';
import { OVERRIDE_HOLDS } from './overrides/load-overrides.js';

/**
 * What should be, compared with what is: one text for the plan that is shown and for the retargeting that is done, so that
 * they can never disagree. `$1` is the JSON list of policy classes; every device of their sites is compared, at a cost that
 * is that of these sites.
 */

/**
 * CTEs after one named `place` (sites): which groups package entries of a site are narrowed to, and its devices that belong to one
 * or have an override, found by the site. Nobody can estimate how many sites a parameter lists, and a guess that is wrong has the
 * whole fleet read; sub-selects that cannot be pulled up (`OFFSET 0`) have everything found by its index, whatever is guessed.
 */
const APART = `narrowed AS MATERIALIZED (
    SELECT site_id, (SELECT array_agg(DISTINCT e.device_group_id) FROM assignment a JOIN package_entry e USING (package_id)
                      WHERE a.site_id = place.site_id AND e.device_group_id IS NOT NULL) AS groups
      FROM place
  ), belonging AS MATERIALIZED (
    SELECT n.site_id, m.device_id, array_agg(m.group_id ORDER BY m.group_id) AS groups
      FROM narrowed n CROSS JOIN LATERAL unnest(n.groups) AS g (id)
     CROSS JOIN LATERAL (SELECT m.device_id, m.group_id FROM device_group_member m WHERE m.site_id = n.site_id AND m.group_id = g.id OFFSET 0) m
     GROUP BY n.site_id, m.device_id
  ), overridden AS MATERIALIZED (
    SELECT n.site_id, o.device_id
      FROM narrowed n CROSS JOIN LATERAL (SELECT o.device_id FROM device_override o WHERE o.site_id = n.site_id AND ${OVERRIDE_HOLDS} OFFSET 0) o
  )`;

/** `local` after {@link APART}: the devices of these sites with what sets them apart. */
const LOCAL = `local AS MATERIALIZED (
    SELECT d.*, coalesce(b.groups, '{}') AS groups, o.device_id AS override_device
      FROM narrowed n CROSS JOIN LATERAL (
        SELECT d.id, d.site_id, d.incarnation, d.enrolled_at, d.os, d.arch, d.retired_at, d.revoked_at FROM device d WHERE d.site_id = n.site_id OFFSET 0
      ) d
      LEFT JOIN belonging b ON b.device_id = d.id
      LEFT JOIN overridden o ON o.device_id = d.id
  )`;

/** The groups of the devices of `local`, found device by device, and only where a group is set apart at all. */
const MEMBERSHIPS = `(
      SELECT l.id AS device_id, g.group_id FROM local l CROSS JOIN LATERAL (SELECT m.group_id FROM device_group_member m WHERE m.device_id = l.id OFFSET 0) g
       WHERE EXISTS (SELECT 1 FROM exclusion WHERE ended_at IS NULL AND device_group_id IS NOT NULL))`;

/**
 * `$1` is a list of sites: which classes their devices fall into, and which instance serves them; at the cost of the devices that
 * something sets apart. A site without a placement of its
 * own is served by the first instance; a site that none serves has no classes.
 */
export const CLASS_KEYS = `
  WITH place AS (SELECT DISTINCT unnest($1::uuid[]) AS site_id), ${APART}, key AS (
    SELECT DISTINCT coalesce(b.site_id, o.site_id) AS site_id, coalesce(b.groups, '{}') AS groups, o.device_id AS override_device
      FROM belonging b FULL JOIN overridden o ON o.device_id = b.device_id
    UNION ALL
    SELECT n.site_id, '{}', NULL FROM narrowed n
     WHERE EXISTS (SELECT FROM device d WHERE d.site_id = n.site_id AND d.id NOT IN (SELECT device_id FROM belonging UNION ALL SELECT device_id FROM overridden))
  ), served AS MATERIALIZED (
    SELECT s.id AS site_id, i.id AS provider_instance_id, i.kind
      FROM site s
      JOIN LATERAL (
        SELECT id, kind FROM provider_instance p
         WHERE s.provider_instance_id IS NULL OR p.id = s.provider_instance_id
         ORDER BY ${firstServing('p')} LIMIT 1
      ) i ON true
     WHERE s.id = ANY($1::uuid[])
  )
  SELECT site_id, groups, override_device, provider_instance_id, kind FROM key JOIN served USING (site_id)`;

/** `$1` is a list of devices: the class of each. */
export const CLASS_OF_DEVICE = `
  SELECT d.id AS device_id, d.site_id, o.device_id AS override_device,
         ARRAY(SELECT DISTINCT m.group_id
                 FROM assignment a JOIN package_entry e ON e.package_id = a.package_id
                 JOIN device_group_member m ON m.group_id = e.device_group_id AND m.device_id = d.id
                WHERE a.site_id = d.site_id ORDER BY 1) AS groups
    FROM device d LEFT JOIN device_override o ON o.device_id = d.id AND ${OVERRIDE_HOLDS}
   WHERE d.id = ANY($1::uuid[])`;

/**
 * Whether a deployment of `state` can be used until another one is proven: it is proven itself, and of another product. A device
 * has one remote agent of each product, so between two instances of one product the old has to go first.
 */
const SERVES = `EXISTS (SELECT FROM deployment_evidence e WHERE e.deployment_id = s.id AND e.verified_remote_id IS NOT NULL AND e.verified_incarnation = s.incarnation)
                  AND (SELECT kind FROM provider_instance WHERE id = s.instance) <> (SELECT kind FROM provider_instance WHERE id = s.wanted_instance)`;

/**
 * CTEs `wanted` (one row a device), `change` (one row a deployment, `action` null where nothing changes, `moving_to` where it goes on
 * serving until that instance does) and `fresh` (devices that get their first deployment).
 */
export const WANTED = `
  WITH class AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS c (site_id uuid, groups uuid[], override_device uuid, provider_instance_id uuid, targeted boolean, effective text, settings_hash text)
  ), place AS (SELECT DISTINCT site_id FROM class), ${APART}, ${LOCAL}, wanted AS MATERIALIZED (
    SELECT d.id AS device_id, d.site_id, d.incarnation, d.enrolled_at, d.os, d.arch, c.provider_instance_id, c.effective, c.settings_hash,
           c.targeted AND d.retired_at IS NULL AND d.revoked_at IS NULL AND x.kind IS DISTINCT FROM 'exclude' AS present,
           d.retired_at IS NOT NULL AS leaving,
           CASE WHEN x.kind = 'exclude' THEN x.exclusion_id END AS excluded_by,
           CASE WHEN x.kind = 'pin' AND d.retired_at IS NULL THEN x.exclusion_id END AS pinned_by
      FROM local d
      JOIN class c ON c.site_id = d.site_id AND c.groups = d.groups AND coalesce(c.override_device, c.site_id) = coalesce(d.override_device, d.site_id)
      LEFT JOIN ${whichApply('local', MEMBERSHIPS)} x ON x.device_id = d.id
  ), state AS MATERIALIZED (
    SELECT p.id, w.device_id, p.provider_instance_id AS instance, p.desired, p.generation, p.released_settings, p.newest_settings, p.settings_hash AS released_hash, p.site_id AS released_site,
           p.incarnation AS released_incarnation, p.pending, p.rollout_id, p.pinned_by AS pinned_before, p.excluded_by AS excluded_before, p.moving_to AS moving_before,
           coalesce(p.pending, p.desired) AS newest, coalesce(p.pending_hash, p.settings_hash) AS newest_hash, coalesce(p.pending_site_id, p.site_id) AS newest_site,
           w.site_id, w.incarnation, w.enrolled_at, w.os, w.arch, w.effective, w.settings_hash, w.leaving, w.excluded_by, w.pinned_by,
           w.provider_instance_id AS wanted_instance, w.present AS goes_on, w.present AND p.provider_instance_id = w.provider_instance_id AS present
      FROM wanted w CROSS JOIN LATERAL (SELECT * FROM deployment p WHERE p.device_id = w.device_id OFFSET 0) p
  ), course AS (
    SELECT s.*, CASE
             WHEN s.pinned_by IS NOT NULL THEN s.moving_before
             WHEN s.goes_on AND NOT s.present AND s.desired = 'present' AND ${SERVES} THEN s.wanted_instance
           END AS moving_to
      FROM state s
  ), change AS (
    SELECT c.*, CASE
             WHEN c.pinned_by IS NOT NULL THEN NULL
             WHEN c.present AND c.newest = 'absent' THEN 'install'
             WHEN c.present AND (c.newest_hash <> c.settings_hash OR c.newest_site <> c.site_id OR c.released_incarnation <> c.incarnation) THEN 'update'
             WHEN NOT c.present AND c.newest = 'present' AND c.moving_to IS NULL THEN 'remove'
           END AS action
      FROM course c
  ), fresh AS MATERIALIZED (
    SELECT w.* FROM wanted w
     WHERE w.present AND w.pinned_by IS NULL
       AND w.device_id NOT IN (SELECT s.device_id FROM state s WHERE s.instance = s.wanted_instance)
  )`;
