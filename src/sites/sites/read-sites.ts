import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { firstServing } from '../placement/first-serving.js';
import type { SiteQuery } from './site.query.js';
import type { SiteView } from './site.view.js';

const SITES: ListShape = {
  from: 'site s JOIN client c ON c.id = s.client_id',
  id: 's.id',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 's.name', type: 'text' }],
    clientName: [{ sql: 'c.name', type: 'text' }],
    createdAt: [{ sql: 's.created_at', type: 'timestamptz' }],
  },
};

const ENABLED = `EXISTS (
  SELECT 1 FROM assignment a JOIN package_entry e USING (package_id) JOIN policy p ON p.id = e.policy_id
   WHERE a.site_id = s.id AND p.enabled AND p.category = 'devices' AND p.type = 'remote-access' AND p.settings -> 'enabled' = 'true'::jsonb)`;

type SiteRow = Omit<SiteView, 'placement'> & {
  providerInstanceId: string | null;
  providerInstanceName: string | null;
  placementReason: string | null;
  chosen: boolean;
};

export async function listSites(tx: Tx, scope: Scope, query: SiteQuery): Promise<Page<SiteView>> {
  const where = withinScope(new Conditions().and('c.archived_at IS NULL'), scope, { site: 's.id', client: 's.client_id' })
    .andIf(query.clientId, 's.client_id = ?')
    .andIf(query.enabled, `${ENABLED} = ?`)
    .search(query.q, 's.name', 'c.name');
  const page = await pageOfIds(tx, SITES, query, where);
  return filledPage(page, await sitesById(tx, scope, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function siteById(tx: Tx, scope: Scope, id: string): Promise<SiteView> {
  const [site] = await sitesById(tx, scope, [id]);
  if (!site) throw notFound('site');
  return site;
}

/** Those of the given sites that are in scope. */
export async function sitesById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<SiteView[]> {
  const where = withinScope(new Conditions().and('s.id = ANY(?::uuid[])', ids).and('c.archived_at IS NULL'), scope, {
    site: 's.id',
    client: 's.client_id',
  });
  const rows: SiteRow[] = await tx.query(
    `SELECT s.id, s.client_id AS "clientId", c.name AS "clientName", s.name, s.time_zone AS "timeZone", s.region, s.sensitive,
            i.id AS "providerInstanceId", i.name AS "providerInstanceName", s.placement_reason AS "placementReason",
            s.provider_instance_id IS NOT NULL AS chosen, ${ENABLED} AS enabled,
            (SELECT count(*)::int FROM assignment a WHERE a.site_id = s.id) AS "packageCount",
            coalesce(n.devices, 0) AS "deviceCount", coalesce(n.ready, 0) AS "readyCount", coalesce(n.failed, 0) AS "failedCount",
            s.created_at AS "createdAt", s.updated_at AS "updatedAt", s.version
       FROM site s
       JOIN client c ON c.id = s.client_id
       LEFT JOIN LATERAL (
         SELECT id, name FROM provider_instance p WHERE s.provider_instance_id IS NULL OR p.id = s.provider_instance_id
          ORDER BY ${firstServing('p')} LIMIT 1) i ON true
       LEFT JOIN (
         SELECT d.site_id, count(DISTINCT d.id)::int AS devices,
                count(DISTINCT d.id) FILTER (WHERE t.phase IN ('READY', 'READY_OFFLINE'))::int AS ready,
                count(DISTINCT d.id) FILTER (WHERE t.phase IN ('FAILED', 'REMOVAL_FAILED'))::int AS failed
           FROM device d LEFT JOIN deployment_status t ON t.device_id = d.id
          WHERE d.site_id = ANY($1::uuid[]) AND d.retired_at IS NULL GROUP BY d.site_id) n ON n.site_id = s.id
      WHERE ${where.sql}`,
    where.values,
  );
  return rows.map(({ providerInstanceId, providerInstanceName, placementReason, chosen, ...site }) => ({
    ...site,
    placement:
      providerInstanceId === null || providerInstanceName === null
        ? null
        : {
            providerInstanceId,
            providerInstanceName,
            chosen,
            reason: placementReason ?? (chosen ? 'Chosen' : 'The first provider instance of this installation'),
          },
  }));
}
