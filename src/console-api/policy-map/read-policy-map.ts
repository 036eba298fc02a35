import { isSharedOrInScope, type Scope, sharedOrInScope, siteIsInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { policiesById } from '../../policies/index.js';
import { sitesById } from '../../sites/index.js';
import type { PolicyMapQuery } from './policy-map.query.js';
import type { MappedAssignmentView, MappedPackageView, MappedPolicyView, MappedSiteView, PolicyMapView } from './policy-map.view.js';

const MOST_SITES = 200;
const MOST_PACKAGES = 500;
const MOST_POLICIES = 500;

/** What reaches what, of everything in scope or of what leads through one policy, package, client or site. */
export async function readPolicyMap(tx: Tx, scope: Scope, query: PolicyMapQuery): Promise<PolicyMapView> {
  const packages = await packagesOnTheWay(tx, scope, query);
  const ids = packages.map(({ id }) => id);
  const { siteIds, siteCount } = await sitesReached(tx, scope, query, ids);
  const [policies, sites] = [await policiesOnTheWay(tx, scope, query, packages), await sitesWithHealth(tx, scope, siteIds, ids)];
  return { policies, packages, sites, siteCount };
}

/** The condition that a site is in scope and is one of those asked for. */
function wantedSite(where: Conditions, scope: Scope, { clientId, siteId }: PolicyMapQuery): string {
  const parts = [siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' })];
  if (clientId !== undefined) parts.push(`s.client_id = ${where.bind(clientId)}`);
  if (siteId !== undefined) parts.push(`s.id = ${where.bind(siteId)}`);
  return parts.join(' AND ');
}

async function packagesOnTheWay(tx: Tx, scope: Scope, query: PolicyMapQuery): Promise<MappedPackageView[]> {
  const where = sharedOrInScope(new Conditions(), scope, 'k.client_id')
    .andIf(query.packageId, 'k.id = ?')
    .andIf(query.policyId, 'EXISTS (SELECT FROM package_entry e WHERE e.package_id = k.id AND e.policy_id = ?)');
  const policySeen = isSharedOrInScope(where, scope, 'p.client_id');
  const site = wantedSite(where, scope, query);
  const assigned = `FROM assignment a JOIN site s ON s.id = a.site_id WHERE a.package_id = k.id AND ${site}`;
  if (query.clientId !== undefined || query.siteId !== undefined) where.and(`EXISTS (SELECT ${assigned})`);
  return tx.query(
    `SELECT k.id, k.name, c.name AS "clientName", (SELECT count(*)::int ${assigned}) AS "siteCount",
            coalesce((SELECT jsonb_agg(jsonb_build_object('policyId', p.id, 'deviceGroupName', g.name) ORDER BY e.position)
                        FROM package_entry e JOIN policy p ON p.id = e.policy_id LEFT JOIN device_group g ON g.id = e.device_group_id
                       WHERE e.package_id = k.id AND ${policySeen}), '[]') AS entries
       FROM package k LEFT JOIN client c ON c.id = k.client_id WHERE ${where.sql} ORDER BY k.name, k.id LIMIT ${MOST_PACKAGES}`,
    where.values,
  );
}

async function sitesReached(tx: Tx, scope: Scope, query: PolicyMapQuery, packageIds: readonly string[]): Promise<{ siteIds: string[]; siteCount: number }> {
  const where = new Conditions().and('EXISTS (SELECT FROM assignment a WHERE a.site_id = s.id AND a.package_id = ANY(?::uuid[]))', packageIds).and('c.archived_at IS NULL');
  where.and(wantedSite(where, scope, query));
  const rows: { id: string; count: number }[] = await tx.query(
    `SELECT s.id, count(*) OVER ()::int AS count FROM site s JOIN client c ON c.id = s.client_id WHERE ${where.sql} ORDER BY c.name, s.name, s.id LIMIT ${MOST_SITES}`,
    where.values,
  );
  return { siteIds: rows.map(({ id }) => id), siteCount: rows[0]?.count ?? 0 };
}

async function sitesWithHealth(tx: Tx, scope: Scope, siteIds: readonly string[], packageIds: readonly string[]): Promise<MappedSiteView[]> {
  const found = new Map((await sitesById(tx, scope, siteIds)).map((site) => [site.id, site]));
  const rows: { siteId: string; assignments: MappedAssignmentView[] }[] = await tx.query(
    `SELECT site_id AS "siteId", jsonb_agg(jsonb_build_object('packageId', package_id, 'priority', priority) ORDER BY priority DESC, created_at, package_id) AS assignments
       FROM assignment WHERE site_id = ANY($1::uuid[]) AND package_id = ANY($2::uuid[]) GROUP BY site_id`,
    [siteIds, packageIds],
  );
  const bySite = new Map(rows.map(({ siteId, assignments }) => [siteId, assignments]));
  return siteIds.flatMap((id) => {
    const site = found.get(id);
    if (!site) return [];
    const { name, clientId, clientName, deviceCount, readyCount, failedCount } = site;
    return [{ id, name, clientId, clientName, assignments: bySite.get(id) ?? [], deviceCount, readyCount, failedCount }];
  });
}

/** What the packages hold; and where nothing narrows the question, also what no package holds. */
async function policiesOnTheWay(tx: Tx, scope: Scope, query: PolicyMapQuery, packages: readonly MappedPackageView[]): Promise<MappedPolicyView[]> {
  const held = packages.flatMap(({ entries }) => entries.map(({ policyId }) => policyId));
  const isNarrowed = Object.values(query).some((value) => value !== undefined);
  const wanted = isNarrowed ? [...held, ...(query.policyId === undefined ? [] : [query.policyId])] : await allPolicies(tx, scope);
  const found = await policiesById(tx, scope, [...new Set(wanted)]);
  return found.map(({ id, name, clientName, enabled }) => ({ id, name, clientName, enabled })).sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

async function allPolicies(tx: Tx, scope: Scope): Promise<string[]> {
  const where = sharedOrInScope(new Conditions(), scope, 'p.client_id');
  const rows: { id: string }[] = await tx.query(`SELECT p.id FROM policy p WHERE ${where.sql} ORDER BY p.name, p.id LIMIT ${MOST_POLICIES}`, where.values);
  return rows.map(({ id }) => id);
}
