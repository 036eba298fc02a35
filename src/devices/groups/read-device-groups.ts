import {
  isSharedOrInScope,
  type Operator,
  refuseOutside,
  type Scope,
  sharedOrInScope,
  siteIsInScope,
} from '../../accounts/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { DeviceGroupQuery } from './device-group.query.js';
import type { DeviceGroupView } from './device-group.view.js';

const GROUPS: ListShape = {
  from: 'device_group g',
  id: 'g.id',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 'g.name', type: 'text' }],
    updatedAt: [{ sql: 'g.updated_at', type: 'timestamptz' }],
    createdAt: [{ sql: 'g.created_at', type: 'timestamptz' }],
  },
};

export async function listDeviceGroups(tx: Tx, scope: Scope, query: DeviceGroupQuery): Promise<Page<DeviceGroupView>> {
  const where = sharedOrInScope(new Conditions(), scope, 'g.client_id').andIf(query.clientId, 'g.client_id = ?');
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? [])
    where.and(`(g.name || ' ' || g.description || ' ' || g.filter) ILIKE ?`, anywhere(word));
  const page = await pageOfIds(tx, GROUPS, query, where);
  return filledPage(page, await deviceGroupsById(tx, scope, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function deviceGroupById(tx: Tx, scope: Scope, id: string): Promise<DeviceGroupView> {
  const [group] = await deviceGroupsById(tx, scope, [id]);
  if (!group) throw notFound('device group');
  return group;
}

/** A group that the caller may change: shared ones only by who reaches everything, others only with their whole client in scope. */
export async function deviceGroupToChange(tx: Tx, operator: Operator, id: string): Promise<DeviceGroupView> {
  const group = await deviceGroupById(tx, operator.scope, id);
  refuseOutside(operator, group.clientId);
  return group;
}

/** Those of the given groups that are shared or in scope. */
export async function deviceGroupsById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<DeviceGroupView[]> {
  const where = sharedOrInScope(new Conditions().and('g.id = ANY(?::uuid[])', ids), scope, 'g.client_id');
  const inScope = siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' });
  const seen = isSharedOrInScope(where, scope, 'k.client_id');
  return tx.query(
    `SELECT g.id, g.client_id AS "clientId", c.name AS "clientName", g.name, g.description, g.filter,
            (SELECT count(*)::int FROM device_group_member m JOIN device d ON d.id = m.device_id JOIN site s ON s.id = d.site_id
              WHERE m.group_id = g.id AND d.retired_at IS NULL AND ${inScope}) AS "deviceCount",
            (SELECT count(DISTINCT k.id)::int FROM package_entry e JOIN package k ON k.id = e.package_id
              WHERE e.device_group_id = g.id AND ${seen}) AS "packageCount",
            g.created_at AS "createdAt", g.updated_at AS "updatedAt", g.version
       FROM device_group g LEFT JOIN client c ON c.id = g.client_id
      WHERE ${where.sql}`,
    where.values,
  );
}
