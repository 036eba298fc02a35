import { type Scope, siteIsInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { notExpressibleBy } from '../../deployments/index.js';
import { expressibleBy, providerKind } from '../../remote-access/index.js';
import { firstServing } from '../../sites/index.js';
import type { ProviderInstanceView } from './provider-instance.view.js';

const INSTANCES: ListShape = {
  from: 'provider_instance i',
  id: 'i.id',
  defaultSort: 'name',
  sortable: { name: [{ sql: 'i.name', type: 'text' }], createdAt: [{ sql: 'i.created_at', type: 'timestamptz' }] },
};

export async function listProviderInstances(
  tx: Tx,
  scope: Scope,
  query: ListQuery,
): Promise<Page<ProviderInstanceView>> {
  const where = new Conditions().search(query.q, 'i.name');
  const page = await pageOfIds(tx, INSTANCES, query, where);
  return filledPage(page, await instancesById(tx, scope, page.ids));
}

export async function providerInstanceById(tx: Tx, scope: Scope, id: string): Promise<ProviderInstanceView> {
  const [instance] = await instancesById(tx, scope, [id]);
  if (!instance) throw notFound('provider instance');
  return instance;
}

/** A site without a placement of its own counts for the instance that serves it. */
async function instancesById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<ProviderInstanceView[]> {
  const where = new Conditions().and('i.id = ANY(?::uuid[])', ids);
  const seen = siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' });
  const rows: Omit<ProviderInstanceView, 'kindTitle' | 'notExpressible'>[] = await tx.query(
    `SELECT i.id, i.kind, i.name, i.region, i.capacity, i.takes_sites AS "takesSites", i.embedded, i.enabled, i.health, i.health_code AS "healthCode", i.health_detail AS "healthDetail",
            i.health_since AS "healthSince", i.checked_at AS "checkedAt", i.engine_version AS "engineVersion", i.below_floor AS "belowFloor", i.floor_version AS "floorVersion",
            i.created_at AS "createdAt", i.version,
            (SELECT count(*)::int FROM site s
              WHERE ${seen} AND coalesce(s.provider_instance_id, (SELECT f.id FROM provider_instance f ORDER BY ${firstServing('f')} LIMIT 1)) = i.id) AS "siteCount",
            (SELECT count(*)::int FROM deployment p JOIN site s ON s.id = p.site_id
              WHERE ${seen} AND p.provider_instance_id = i.id AND p.desired = 'present') AS "deviceCount"
       FROM provider_instance i WHERE ${where.sql}`,
    where.values,
  );
  return rows.map((row) => {
    const kind = providerKind(row.kind);
    return { ...row, kindTitle: kind?.title ?? row.kind, floorVersion: row.floorVersion ?? kind?.floorVersion ?? null, notExpressible: notExpressibleBy(expressibleBy(row.kind)) };
  });
}
