import { isSharedOrInScope, type Operator, type Scope, siteIsInScope, refuseOutside } from '../../accounts/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { ExclusionQuery } from './exclusion.query.js';
import type { ExclusionView } from './exclusion.view.js';
import { IS_LIVE } from './which-apply.js';

/** The target with where it is: `s` is the site itself or the device's. */
const JOINED = `
  exclusion x
  LEFT JOIN device d ON d.id = x.device_id
  LEFT JOIN site s ON s.id = coalesce(x.site_id, d.site_id)
  LEFT JOIN device_group g ON g.id = x.device_group_id
  LEFT JOIN client c ON c.id = coalesce(s.client_id, g.client_id)`;

const EXCLUSIONS: ListShape = {
  from: JOINED,
  id: 'x.id',
  defaultSort: '-createdAt',
  sortable: {
    createdAt: [{ sql: 'x.created_at', type: 'timestamptz' }],
    expiresAt: [{ sql: `coalesce(x.expires_at, 'infinity'::timestamptz)`, type: 'timestamptz' }],
  },
};

const REACHES_DEVICE = `(x.device_id = ? OR x.site_id IN (SELECT v.site_id FROM device v WHERE v.id = ?)
  OR x.device_group_id IN (SELECT m.group_id FROM device_group_member m WHERE m.device_id = ?))`;
const concerns = (sites: string) => `(s.id IN (${sites}) OR EXISTS (
  SELECT 1 FROM device_group_member m JOIN device v ON v.id = m.device_id WHERE m.group_id = x.device_group_id AND v.site_id IN (${sites})))`;

export async function listExclusions(tx: Tx, scope: Scope, query: ExclusionQuery): Promise<Page<ExclusionView>> {
  const { siteId, deviceId, deviceGroupId, packageId, kind, live } = query;
  const where = visible(new Conditions(), scope)
    .andIf(deviceGroupId, 'x.device_group_id = ?')
    .andIf(kind, 'x.kind = ?')
    .andIf(live, `${IS_LIVE} = ?`);
  if (siteId !== undefined) where.and(concerns('?'), siteId, siteId);
  if (deviceId !== undefined) where.and(REACHES_DEVICE, deviceId, deviceId, deviceId);
  if (packageId !== undefined) where.and(concerns('SELECT a.site_id FROM assignment a WHERE a.package_id = ?'), packageId, packageId);
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? []) {
    where.and(`concat_ws(' ', s.name, g.name, d.name, c.name, x.reason, x.author_name) ILIKE ?`, anywhere(word));
  }
  const page = await pageOfIds(tx, EXCLUSIONS, query, where);
  return filledPage(page, await exclusionsById(tx, scope, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function exclusionById(tx: Tx, scope: Scope, id: string): Promise<ExclusionView> {
  const [exclusion] = await exclusionsById(tx, scope, [id]);
  if (!exclusion) throw notFound('exclusion');
  return exclusion;
}

/** One that the caller may change and that still holds; of a group only as far as the group is his. */
export async function exclusionToChange(tx: Tx, operator: Operator, id: string): Promise<ExclusionView> {
  const exclusion = await exclusionById(tx, operator.scope, id);
  if (exclusion.target.deviceGroupId !== undefined) refuseOutside(operator, exclusion.clientId);
  if (!exclusion.live) throw new DomainError('API-CONFLICT-03', 'It has ended already; make another if it is still needed.');
  return exclusion;
}

/** Targets in scope: sites, devices of such sites, and groups that are shared or of a client of which something is in scope. */
function visible(where: Conditions, scope: Scope): Conditions {
  const ofSite = siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' });
  return where.and(`CASE WHEN x.device_group_id IS NULL THEN ${ofSite} ELSE ${isSharedOrInScope(where, scope, 'g.client_id')} END`);
}

async function exclusionsById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<ExclusionView[]> {
  const where = visible(new Conditions().and('x.id = ANY(?::uuid[])', ids), scope);
  return tx.query(
    `SELECT x.id, x.kind, c.id AS "clientId", c.name AS "clientName", s.id AS "siteId", s.name AS "siteName",
            jsonb_strip_nulls(jsonb_build_object('siteId', x.site_id, 'deviceGroupId', x.device_group_id, 'deviceId', x.device_id,
                                                 'name', coalesce(g.name, d.name, s.name))) AS target,
            x.reason, x.author_id AS "authorId", x.author_name AS "authorName", x.created_at AS "createdAt", x.expires_at AS "expiresAt",
            ${IS_LIVE} AS live, coalesce(x.ended_at, CASE WHEN NOT ${IS_LIVE} THEN x.expires_at END) AS "endedAt",
            coalesce(x.end_reason, CASE WHEN NOT ${IS_LIVE} THEN 'expired' END) AS "endReason", x.ended_by_name AS "endedByName", x.version
       FROM ${JOINED} WHERE ${where.sql}`,
    where.values,
  );
}
