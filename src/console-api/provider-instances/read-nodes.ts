import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { ProviderNodeQuery, ProviderNodeView } from './provider-node.view.js';

const ofDevice = (column: string) => `
  LEFT JOIN LATERAL (SELECT p.device_id FROM deployment_evidence e JOIN deployment p ON p.id = e.deployment_id
                      WHERE p.provider_instance_id = w.provider_instance_id AND e.${column} = w.remote_id LIMIT 1)`;

const JOINED = `remote_endpoint w ${ofDevice('verified_remote_id')} v ON true ${ofDevice('remote_id')} x ON true
  LEFT JOIN device d ON d.id = coalesce(v.device_id, x.device_id, w.device_id)
  LEFT JOIN provider_site g ON g.provider_instance_id = w.provider_instance_id AND g.remote_group_id = w.remote_group_id
  LEFT JOIN site s ON s.id = coalesce(d.site_id, g.site_id) LEFT JOIN client c ON c.id = s.client_id`;
const MATCH = `CASE WHEN v.device_id IS NOT NULL THEN 'proven' WHEN d.id IS NOT NULL THEN 'claimed' ELSE 'stranger' END`;

const NODES: ListShape = {
  from: JOINED,
  id: 'w.remote_id',
  idType: 'text',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 'w.name', type: 'text' }],
    lastSeenAt: [{ sql: 'w.seen_at', type: 'timestamptz' }],
    connected: [{ sql: 'w.connected', type: 'boolean' }, { sql: 'w.name', type: 'text' }],
  },
};

/** What an instance has on record, as core last read it there; records of no device and no site only for who sees every site. */
export async function listNodes(tx: Tx, scope: Scope, instanceId: string, query: ProviderNodeQuery): Promise<Page<ProviderNodeView>> {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' })
    .and('w.provider_instance_id = ?', instanceId)
    .andIf(query.match, `${MATCH} = ?`)
    .search(query.q, 'w.name', `coalesce(d.name, '')`, `coalesce(s.name, '')`, `coalesce(c.name, '')`);
  const page = await pageOfIds(tx, NODES, query, where);
  const rows: (ProviderNodeView & { id: string })[] = await tx.query(
    `SELECT w.remote_id AS id, w.remote_id AS "remoteId", w.name, w.connected, w.connected_at AS "connectedAt", w.version AS "agentVersion",
            w.first_seen_at AS "firstSeenAt", w.seen_at AS "lastSeenAt", ${MATCH} AS match, d.id AS "deviceId", d.name AS "deviceName",
            s.name AS "siteName", c.name AS "clientName"
       FROM ${JOINED} WHERE w.provider_instance_id = $1 AND w.remote_id = ANY($2)`,
    [instanceId, page.ids],
  );
  const filled = filledPage(page, rows);
  return { ...filled, items: filled.items.map(({ id: _, ...node }) => node) };
}
