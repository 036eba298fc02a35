import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ExclusionKind } from './exclusion.entity.js';

/** Which exclusion or pin holds for one device, and why. */
export interface HoldingExclusion {
  readonly id: string;
  readonly kind: ExclusionKind;
  readonly target: 'device' | 'group' | 'site';
  readonly targetName: string;
  readonly reason: string;
  readonly authorName: string;
  readonly expiresAt: Date | null;
}

/** True for an exclusion that holds now: expiry counts before anybody has ended it. `x` is its alias. */
export const IS_LIVE = '(x.ended_at IS NULL AND (x.expires_at IS NULL OR x.expires_at > now()))';

/**
 * The SQL of a table (device_id, exclusion_id, kind, target) with the one exclusion or pin that holds for each of these devices;
 * devices that nothing sets apart are not in it. `devices` is a table, a common table expression or a sub-select in parentheses
 * with the columns `id` and `site_id`. An exclude wins over a pin; then the narrowest target, then the oldest.
 * Three joins instead of one LATERAL, so that a site of many devices costs one pass: join it as `x ON x.device_id = d.id`.
 * `memberships` (device_id, group_id) may be narrowed to these devices, so that a large group is not read for a small site.
 */
export function whichApply(devices: string, memberships = 'device_group_member'): string {
  return `(
    SELECT DISTINCT ON (e.device_id) e.device_id, e.exclusion_id, e.kind, e.target FROM (
      SELECT v.id AS device_id, x.id AS exclusion_id, x.kind, x.created_at, 1 AS width, 'device' AS target
        FROM ${devices} v JOIN exclusion x ON x.device_id = v.id WHERE ${IS_LIVE}
      UNION ALL
      SELECT v.id, x.id, x.kind, x.created_at, 2, 'group'
        FROM ${devices} v JOIN ${memberships} m ON m.device_id = v.id JOIN exclusion x ON x.device_group_id = m.group_id WHERE ${IS_LIVE}
      UNION ALL
      SELECT v.id, x.id, x.kind, x.created_at, 3, 'site'
        FROM ${devices} v JOIN exclusion x ON x.site_id = v.site_id WHERE ${IS_LIVE}
    ) e ORDER BY e.device_id, e.kind = 'exclude' DESC, e.width, e.created_at, e.exclusion_id)`;
}

/** What holds for these devices now; devices that nothing sets apart are not in the map. */
export async function exclusionsOfDevices(tx: Tx, deviceIds: readonly string[]): Promise<Map<string, HoldingExclusion>> {
  if (deviceIds.length === 0) return new Map();
  const rows: (HoldingExclusion & { deviceId: string })[] = await tx.query(
    `SELECT w.device_id AS "deviceId", x.id, x.kind, w.target, coalesce(s.name, g.name, d.name) AS "targetName", x.reason,
            x.author_name AS "authorName", x.expires_at AS "expiresAt"
       FROM ${whichApply('(SELECT id, site_id FROM device WHERE id = ANY($1::uuid[]))')} w
       JOIN exclusion x ON x.id = w.exclusion_id
       LEFT JOIN site s ON s.id = x.site_id
       LEFT JOIN device_group g ON g.id = x.device_group_id
       LEFT JOIN device d ON d.id = x.device_id`,
    [deviceIds],
  );
  return new Map(rows.map(({ deviceId, ...exclusion }) => [deviceId, exclusion]));
}
