import { type Scope, withinScope } from '../../accounts/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { OrphanBody, OrphanView } from './stranger.view.js';

const JOINED = `remote_endpoint w JOIN provider_instance i ON i.id = w.provider_instance_id
  LEFT JOIN provider_site g ON g.provider_instance_id = w.provider_instance_id AND g.remote_group_id = w.remote_group_id
  LEFT JOIN site s ON s.id = g.site_id LEFT JOIN client c ON c.id = s.client_id`;

/** No device shows its mark, and no device says that it is its own. */
const IS_ORPHAN = `w.device_id IS NULL AND NOT EXISTS (SELECT 1 FROM deployment_evidence e JOIN deployment p ON p.id = e.deployment_id
                    WHERE p.provider_instance_id = w.provider_instance_id AND w.remote_id = e.remote_id)
               AND NOT EXISTS (SELECT 1 FROM deployment_evidence e JOIN deployment p ON p.id = e.deployment_id
                    WHERE p.provider_instance_id = w.provider_instance_id AND w.remote_id = e.verified_remote_id)`;
const ID = `w.provider_instance_id || ' ' || w.remote_id`;

const ORPHANS: ListShape = {
  from: JOINED,
  id: ID,
  idType: 'text',
  defaultSort: 'name',
  sortable: { name: [{ sql: 'w.name', type: 'text' }] },
};

/** Records at providers that belong to no device; those in no site's group are shown to who may see every site. */
export async function listOrphans(tx: Tx, scope: Scope, query: ListQuery): Promise<Page<OrphanView>> {
  const where = inScope(scope);
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? []) where.and(`(w.name || ' ' || coalesce(s.name, '') || ' ' || coalesce(c.name, '')) ILIKE ?`, anywhere(word));
  const page = await pageOfIds(tx, ORPHANS, query, where);
  const rows: (OrphanView & { id: string })[] = await tx.query(`${SELECT} WHERE ${ID} = ANY($1::text[])`, [page.ids]);
  return filledPage(page, rows);
}

/** Null when there is no such orphan in scope. */
export async function orphanInScope(tx: Tx, scope: Scope, { providerInstanceId, remoteId }: OrphanBody): Promise<OrphanView | null> {
  const where = inScope(scope).and('w.provider_instance_id = ?', providerInstanceId).and('w.remote_id = ?', remoteId);
  const [found]: OrphanView[] = await tx.query(`${SELECT} WHERE ${where.sql}`, where.values);
  return found ?? null;
}

const SELECT = `
  SELECT ${ID} AS id, w.provider_instance_id AS "providerInstanceId", i.name AS "providerInstanceName", w.remote_id AS "remoteId", w.name, s.id AS "siteId", s.name AS "siteName",
         c.name AS "clientName", w.connected, w.first_seen_at AS "firstSeenAt", w.seen_at AS "lastSeenAt",
         (SELECT d.id FROM device d WHERE d.site_id = s.id AND lower(d.name) = lower(w.name) AND d.retired_at IS NULL ORDER BY d.id LIMIT 1) AS "likelyDeviceId"
    FROM ${JOINED}`;

function inScope(scope: Scope): Conditions {
  return withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' }).and(IS_ORPHAN);
}
