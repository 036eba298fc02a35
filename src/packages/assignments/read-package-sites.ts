import { isSharedOrInScope, type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { PackageSiteQuery } from './package-site.query.js';
import type { PackageSiteView, SitePackageView } from './package-site.view.js';

const SITES: ListShape = {
  from: 'site s JOIN client c ON c.id = s.client_id',
  id: 's.id',
  defaultSort: 'clientName,name',
  sortable: { name: [{ sql: 's.name', type: 'text' }], clientName: [{ sql: 'c.name', type: 'text' }] },
};

/** Every site in scope with what it has now, seen from one package. */
export async function listSitesOfPackage(
  tx: Tx,
  scope: Scope,
  of: { readonly id: string; readonly clientId: string | null },
  query: PackageSiteQuery,
): Promise<Page<PackageSiteView>> {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' }).andIf(
    query.clientId,
    's.client_id = ?',
  );
  // A client's package can go nowhere else, so other sites are no choice.
  if (of.clientId !== null) where.and('s.client_id = ?', of.clientId);
  if (query.assigned !== undefined) {
    where.and(
      `EXISTS (SELECT 1 FROM assignment a WHERE a.site_id = s.id AND a.package_id = ?) = ?`,
      of.id,
      query.assigned,
    );
  }
  where.search(query.q, 's.name', 'c.name');
  const page = await pageOfIds(tx, SITES, query, where);
  const filled = new Conditions().and('s.id = ANY(?::uuid[])', page.ids);
  const packageId = filled.bind(of.id);
  const seen = isSharedOrInScope(filled, scope, 'k.client_id');
  const rows: PackageSiteView[] = await tx.query(
    `SELECT s.id, s.name, s.client_id AS "clientId", c.name AS "clientName",
            (SELECT count(*)::int FROM device d WHERE d.site_id = s.id AND d.retired_at IS NULL) AS "deviceCount",
            a.id IS NOT NULL AS assigned, a.id AS "assignmentId", a.priority, a.version AS "assignmentVersion",
            coalesce((SELECT jsonb_agg(jsonb_build_object('packageId', k.id, 'packageName', k.name, 'priority', b.priority) ORDER BY b.priority DESC, k.name)
                        FROM assignment b JOIN package k ON k.id = b.package_id WHERE b.site_id = s.id AND ${seen}), '[]') AS packages
       FROM site s JOIN client c ON c.id = s.client_id LEFT JOIN assignment a ON a.site_id = s.id AND a.package_id = ${packageId}
      WHERE ${filled.sql}`,
    filled.values,
  );
  return filledPage(page, rows);
}

const PACKAGES: ListShape = {
  from: 'assignment a JOIN package k ON k.id = a.package_id',
  id: 'a.id',
  defaultSort: '-priority,packageName',
  sortable: { priority: [{ sql: 'a.priority', type: 'integer' }], packageName: [{ sql: 'k.name', type: 'text' }] },
};

/** The packages of one site that the caller may see, the winning one first. */
export async function listPackagesOfSite(
  tx: Tx,
  scope: Scope,
  siteId: string,
  query: ListQuery,
): Promise<Page<SitePackageView>> {
  const where = new Conditions().and('a.site_id = ?', siteId);
  where.and(isSharedOrInScope(where, scope, 'k.client_id'));
  const { ids, ...page } = await pageOfIds(tx, PACKAGES, query, where);
  const rows: SitePackageView[] = await tx.query(
    `SELECT a.id AS "assignmentId", k.id AS "packageId", k.name AS "packageName", a.priority, a.created_at AS "assignedAt", a.version,
            ARRAY(SELECT p.name || coalesce(' (only ' || g.name || ')', '') FROM package_entry e JOIN policy p ON p.id = e.policy_id
                    LEFT JOIN device_group g ON g.id = e.device_group_id WHERE e.package_id = k.id ORDER BY e.position) AS "policyNames"
       FROM assignment a JOIN package k ON k.id = a.package_id WHERE a.id = ANY($1::uuid[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.assignmentId, row]));
  return { ...page, items: ids.flatMap((id) => byId.get(id) ?? []) };
}
