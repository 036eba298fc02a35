import { isSharedOrInScope, type Operator, refuseOutside, type Scope, sharedOrInScope, siteIsInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { PackageQuery } from './package.query.js';
import type { PackageView } from './package.view.js';

const PACKAGES: ListShape = {
  from: 'package k',
  id: 'k.id',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 'k.name', type: 'text' }],
    updatedAt: [{ sql: 'k.updated_at', type: 'timestamptz' }],
    createdAt: [{ sql: 'k.created_at', type: 'timestamptz' }],
  },
};

export async function listPackages(tx: Tx, scope: Scope, query: PackageQuery): Promise<Page<PackageView>> {
  const where = sharedOrInScope(new Conditions(), scope, 'k.client_id')
    .andIf(query.clientId, 'k.client_id = ?')
    .andIf(query.policyId, 'EXISTS (SELECT 1 FROM package_entry e WHERE e.package_id = k.id AND e.policy_id = ?)')
    .search(query.q, 'k.name', 'k.description');
  const page = await pageOfIds(tx, PACKAGES, query, where);
  return filledPage(page, await packagesById(tx, scope, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function packageById(tx: Tx, scope: Scope, id: string): Promise<PackageView> {
  const [found] = await packagesById(tx, scope, [id]);
  if (!found) throw notFound('package');
  return found;
}

/** A package that the caller may change: shared ones only by who reaches everything, others only with their whole client in scope. */
export async function packageToChange(tx: Tx, operator: Operator, id: string): Promise<PackageView> {
  const found = await packageById(tx, operator.scope, id);
  refuseOutside(operator, found.clientId);
  return found;
}

async function packagesById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<PackageView[]> {
  const where = sharedOrInScope(new Conditions().and('k.id = ANY(?::uuid[])', ids), scope, 'k.client_id');
  const siteSeen = siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' });
  const policySeen = isSharedOrInScope(where, scope, 'p.client_id');
  return tx.query(
    `SELECT k.id, k.client_id AS "clientId", c.name AS "clientName", k.name, k.description,
            coalesce((
              SELECT jsonb_agg(jsonb_build_object('policyId', p.id, 'policyName', p.name, 'category', p.category, 'type', p.type, 'enabled', p.enabled,
                                                  'deviceGroupId', g.id, 'deviceGroupName', g.name)
                               ORDER BY e.position)
                FROM package_entry e JOIN policy p ON p.id = e.policy_id LEFT JOIN device_group g ON g.id = e.device_group_id WHERE e.package_id = k.id AND ${policySeen}), '[]') AS entries,
            (SELECT count(*)::int FROM assignment a JOIN site s ON s.id = a.site_id WHERE a.package_id = k.id AND ${siteSeen}) AS "siteCount",
            (SELECT count(*)::int FROM assignment a JOIN site s ON s.id = a.site_id JOIN device d ON d.site_id = s.id
              WHERE a.package_id = k.id AND d.retired_at IS NULL AND ${siteSeen}) AS "deviceCount",
            k.created_at AS "createdAt", k.updated_at AS "updatedAt", k.version
       FROM package k LEFT JOIN client c ON c.id = k.client_id
      WHERE ${where.sql}`,
    where.values,
  );
}
