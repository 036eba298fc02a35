import type { Tx } from '../../platform/database/unit-of-work.js';
import { type Bind, filterSql } from '../filter/filter-sql.js';
import { KEPT_FACTS } from '../filter/kept-facts.js';
import { readFilter } from '../filter/read-filter.js';

/** A group as far as it decides who belongs to it. */
export interface MemberRule {
  readonly id: string;
  readonly clientId: string | null;
  readonly filter: string;
}

/** A group whose members changed, and a site where they did. */
export interface MovedSite {
  readonly groupId: string;
  readonly siteId: string;
}

/** The SQL that is true for the devices of a group, over `device d` and PLACE_OF_DEVICE. */
export function memberSql({ clientId, filter }: MemberRule, bind: Bind): string {
  const said = filterSql(readFilter(filter, 'group', '/filter'), { keys: KEPT_FACTS }, bind);
  return clientId === null ? said : `s.client_id = ${bind(clientId)}::uuid AND ${said}`;
}

/**
 * What makes `present` memberships what is `wanted`, both of (group_id, device_id), and tells the groups and sites where that
 * moved somebody; follows WITH. A full join, because it can only be hashed or merged: an anti-join would become a loop of loops
 * wherever the planner thinks that few devices are meant.
 */
export function membershipChanges(wanted: string, present: string): string {
  return `
    wanted AS MATERIALIZED (${wanted}), present AS MATERIALIZED (${present}), moved AS MATERIALIZED (
      SELECT group_id, device_id, w.comes IS NOT NULL AS comes
        FROM (SELECT *, true AS comes FROM wanted) AS w FULL JOIN (SELECT *, true AS stays FROM present) AS p USING (group_id, device_id)
       WHERE w.comes IS NULL OR p.stays IS NULL
    ), gone AS (
      DELETE FROM device_group_member m USING moved x WHERE NOT x.comes AND m.group_id = x.group_id AND m.device_id = x.device_id
    ), come AS (
      INSERT INTO device_group_member (group_id, device_id, site_id) SELECT x.group_id, x.device_id, d.site_id FROM moved x JOIN device d ON d.id = x.device_id WHERE x.comes
    ) SELECT DISTINCT x.group_id AS "groupId", d.site_id AS "siteId" FROM moved x JOIN device d ON d.id = x.device_id`;
}

/**
 * Held until the transaction ends by whoever writes memberships. One writer at a time makes the rest simple: after the wait
 * every statement sees what the one before left behind, no group is evaluated while its filter changes, and whoever finds no
 * marks knows that memberships are as fresh as the last commit.
 */
export async function lockMemberships(tx: Tx): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(7408001)');
}

/**
 * Has the sites of moved members looked at again, if anything hangs on the group: a package entry, or an exclusion that has not
 * ended. The lock on the group waits for whoever just now makes something hang on it, and has the next one wait for us: else he
 * could act on members that are about to change, and nobody would look again.
 */
export async function markMovedSites(tx: Tx, moved: readonly MovedSite[]): Promise<void> {
  if (moved.length === 0) return;
  const groupIds = moved.map(({ groupId }) => groupId);
  await tx.query('SELECT FROM device_group WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [
    [...new Set(groupIds)],
  ]);
  await tx.query(
    `SELECT mark_sites_dirty(array_agg(DISTINCT m.site_id)) FROM unnest($1::uuid[], $2::uuid[]) AS m (group_id, site_id)
      WHERE EXISTS (SELECT FROM package_entry e WHERE e.device_group_id = m.group_id)
         OR EXISTS (SELECT FROM exclusion x WHERE x.device_group_id = m.group_id AND x.ended_at IS NULL)`,
    [groupIds, moved.map(({ siteId }) => siteId)],
  );
}
