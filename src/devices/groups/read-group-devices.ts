import { printDeviceFilter } from '../../../contracts/device-filter.js';
import { type Scope, withinScope } from '../../accounts/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { filterSql } from '../filter/filter-sql.js';
import { KEPT_FACTS, PLACE_OF_DEVICE } from '../filter/kept-facts.js';
import { readFilter } from '../filter/read-filter.js';
import type { PreviewGroupBody } from './device-group.body.js';
import type { GroupDeviceView, GroupPreviewView } from './device-group.view.js';

const DEVICES: ListShape = {
  from: `device d ${PLACE_OF_DEVICE}`,
  id: 'd.id',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 'd.name', type: 'text' }],
    siteName: [{ sql: 's.name', type: 'text' }],
    clientName: [{ sql: 'c.name', type: 'text' }],
  },
};
const MEMBERS: ListShape = {
  ...DEVICES,
  from: `device_group_member m JOIN device d ON d.id = m.device_id ${PLACE_OF_DEVICE}`,
};
/** Enough to see whether the right ones are found. */
const PREVIEWED = 20;

/** The devices of a group that the caller may see. */
export async function listGroupDevices(
  tx: Tx,
  scope: Scope,
  groupId: string,
  query: ListQuery,
): Promise<Page<GroupDeviceView>> {
  const where = visible(scope).and('m.group_id = ?', groupId);
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? [])
    where.and(`(d.name || ' ' || s.name || ' ' || c.name) ILIKE ?`, anywhere(word));
  const page = await pageOfIds(tx, MEMBERS, query, where);
  return filledPage(page, await groupDevicesById(tx, page.ids));
}

/** What a filter finds now among the devices that the caller may see; nothing is kept. */
export async function previewGroup(
  tx: Tx,
  scope: Scope,
  { filter, clientId }: PreviewGroupBody,
): Promise<GroupPreviewView> {
  const read = readFilter(filter, 'group', '/filter');
  const where = visible(scope).andIf(clientId ?? undefined, 's.client_id = ?');
  where.and(filterSql(read, { keys: KEPT_FACTS }, (value) => where.bind(value)));
  const page = await pageOfIds(tx, DEVICES, { limit: PREVIEWED }, where);
  const { items, total, totalIsCapped } = filledPage(page, await groupDevicesById(tx, page.ids));
  return { filter: printDeviceFilter(read), count: total, countIsCapped: totalIsCapped, devices: items };
}

function visible(scope: Scope): Conditions {
  return withinScope(new Conditions().and('d.retired_at IS NULL'), scope, { site: 's.id', client: 's.client_id' });
}

async function groupDevicesById(tx: Tx, ids: readonly string[]): Promise<GroupDeviceView[]> {
  return tx.query(
    `SELECT d.id, d.name, c.id AS "clientId", c.name AS "clientName", s.id AS "siteId", s.name AS "siteName",
            d.os, d.os_version AS "osVersion", d.arch, d.device_type AS "deviceType", d.tags
       FROM device d ${PLACE_OF_DEVICE} WHERE d.id = ANY($1::uuid[])`,
    [ids],
  );
}
