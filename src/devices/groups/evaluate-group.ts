import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { PLACE_OF_DEVICE } from '../filter/kept-facts.js';
import { markMovedSites, type MemberRule, memberSql, membershipChanges, type MovedSite } from './membership-sql.js';

/** Finds anew everybody who belongs to one group, whose filter is new or has changed; the caller holds `lockMemberships`. */
export async function evaluateGroup(tx: Tx, group: MemberRule): Promise<void> {
  const where = new Conditions();
  const id = where.bind(group.id);
  where.and(memberSql(group, (value) => where.bind(value)));
  const wanted = `SELECT ${id}::uuid AS group_id, d.id AS device_id FROM device d ${PLACE_OF_DEVICE} WHERE ${where.sql}`;
  const present = `SELECT m.group_id, m.device_id FROM device_group_member m WHERE m.group_id = ${id}::uuid`;
  const moved: MovedSite[] = await tx.query(`WITH ${membershipChanges(wanted, present)}`, where.values);
  await markMovedSites(tx, moved);
}
