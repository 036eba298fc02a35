import { whichApply } from '../../deployments/index.js';
import { PHASE, SPEAKING_FIRST } from '../phase-of-device.js';

/** So many sites are counted while somebody waits; where more have changed their last kept numbers are shown, a moment old. */
const MOST_COUNTED_NOW = 50;

const MEMBERSHIPS = `(
      SELECT v.id AS device_id, g.group_id FROM living v CROSS JOIN LATERAL (SELECT m.group_id FROM device_group_member m WHERE m.device_id = v.id OFFSET 0) g
       WHERE EXISTS (SELECT 1 FROM exclusion WHERE ended_at IS NULL AND device_group_id IS NOT NULL))`;

/**
 * CTEs that end in `counted` (site_id, phase, error_code, devices): the devices of `sites`, a table or CTE with `site_id`, at the cost
 * of these devices. Everything is found by its index (`OFFSET 0`), because nobody can estimate how many sites are meant.
 */
export function counted(sites: string): string {
  return `living AS MATERIALIZED (
    SELECT d.* FROM ${sites} n CROSS JOIN LATERAL (SELECT v.id, v.site_id FROM device v WHERE v.site_id = n.site_id AND v.retired_at IS NULL OFFSET 0) d
  ), counted AS (
    SELECT d.site_id, ${PHASE} AS phase, coalesce(t.error_code, '') AS error_code, count(*)::int AS devices
      FROM living d
      LEFT JOIN LATERAL (SELECT p.id FROM deployment p WHERE p.device_id = d.id ORDER BY ${SPEAKING_FIRST} LIMIT 1) p ON true
      LEFT JOIN LATERAL (SELECT t.phase, t.error_code FROM deployment_status t WHERE t.deployment_id = p.id OFFSET 0) t ON true
      LEFT JOIN ${whichApply('living', MEMBERSHIPS)} x ON x.device_id = d.id
     GROUP BY 1, 2, 3
  )`;
}

/** CTEs that end in `tally` (site_id, phase, error_code, devices): exact, from kept numbers and a count of the sites that have changed since. */
export const TALLY = `stale AS MATERIALIZED (SELECT DISTINCT site_id FROM stale_tally), few AS MATERIALIZED (
    SELECT site_id FROM stale WHERE (SELECT count(*) FROM stale) <= ${MOST_COUNTED_NOW}
  ), ${counted('few')}, tally AS (
    SELECT k.site_id, k.phase, k.error_code, k.devices FROM site_tally k WHERE k.site_id NOT IN (SELECT site_id FROM few)
    UNION ALL SELECT * FROM counted
  )`;
