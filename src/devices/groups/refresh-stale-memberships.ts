import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { PLACE_OF_DEVICE } from '../filter/kept-facts.js';
import {
  lockMemberships,
  markMovedSites,
  type MemberRule,
  memberSql,
  membershipChanges,
  type MovedSite,
} from './membership-sql.js';

/** So many devices in one transaction keep others waiting for a moment only. */
const MOST_DEVICES = 5000;

/**
 * Finds anew to which groups the marked devices belong, and has the sites looked at again where that matters. Costs the marked
 * devices times the groups that can reach them, one index probe where none is marked. A device that changes meanwhile brings a
 * mark of its own. False when nothing was left to do; until then call it again. `own` takes only what this very transaction has
 * marked: for whoever has to know what his change comes to before he commits it.
 */
export async function refreshStaleMemberships(tx: Tx, whose: 'all' | 'own' = 'all'): Promise<boolean> {
  const those = whose === 'all' ? 'true' : 'tx = pg_current_xact_id_if_assigned()';
  const marked: unknown[] = await tx.query(`SELECT FROM stale_membership WHERE ${those} ORDER BY marked_at LIMIT 1`);
  if (marked.length === 0) return false;
  await lockMemberships(tx);
  const taken: { id: string }[] = await tx.query(
    `WITH taken AS (
       DELETE FROM stale_membership WHERE ctid = ANY (ARRAY(SELECT ctid FROM stale_membership WHERE ${those} ORDER BY marked_at LIMIT ${MOST_DEVICES})) RETURNING device_id
     ) SELECT DISTINCT device_id AS id FROM taken`,
  );
  if (taken.length === 0) return false;
  const deviceIds = taken.map(({ id }) => id);
  const statement = refreshStatement(deviceIds, await rulesThatReach(tx, deviceIds));
  const moved: MovedSite[] = await tx.query(statement.sql, statement.values);
  await markMovedSites(tx, moved);
  return true;
}

/** Shared groups, and those of the clients of these devices. */
async function rulesThatReach(tx: Tx, deviceIds: readonly string[]): Promise<MemberRule[]> {
  return tx.query(
    `SELECT g.id, g.client_id AS "clientId", g.filter FROM device_group g
      WHERE g.client_id IS NULL OR g.client_id IN (SELECT s.client_id FROM device d JOIN site s ON s.id = d.site_id WHERE d.id = ANY($1::uuid[]))`,
    [deviceIds],
  );
}

/** One statement for all of them: every device is read once and asked for every group; memberships of other groups end. */
export function refreshStatement(
  deviceIds: readonly string[],
  rules: readonly MemberRule[],
): { readonly sql: string; readonly values: unknown[] } {
  const where = new Conditions();
  const ids = where.bind(deviceIds);
  const asked = rules.map(
    (rule) => `(${where.bind(rule.id)}::uuid, (${memberSql(rule, (value) => where.bind(value))}))`,
  );
  const stale = `SELECT unnest(${ids}::uuid[]) AS id`;
  const wanted = `
    SELECT g.id AS group_id, d.id AS device_id
      FROM stale JOIN device d ON d.id = stale.id ${PLACE_OF_DEVICE}
     CROSS JOIN LATERAL (VALUES ${[...asked, '(NULL::uuid, false)'].join(', ')}) AS g (id, has)
     WHERE g.has`;
  const present = 'SELECT m.group_id, m.device_id FROM stale JOIN device_group_member m ON m.device_id = stale.id';
  return { sql: `WITH stale AS MATERIALIZED (${stale}), ${membershipChanges(wanted, present)}`, values: where.values };
}
