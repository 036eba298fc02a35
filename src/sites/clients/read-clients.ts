import { type Scope, siteIsInScope, withClientInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { ClientView } from './client.view.js';

const CLIENTS: ListShape = {
  from: 'client c',
  id: 'c.id',
  defaultSort: 'name',
  sortable: { name: [{ sql: 'c.name', type: 'text' }], createdAt: [{ sql: 'c.created_at', type: 'timestamptz' }] },
};

export async function listClients(tx: Tx, scope: Scope, query: ListQuery): Promise<Page<ClientView>> {
  const where = withClientInScope(new Conditions().and('c.archived_at IS NULL'), scope, 'c.id').search(query.q, 'c.name');
  const page = await pageOfIds(tx, CLIENTS, query, where);
  return filledPage(page, await clientsById(tx, scope, page.ids));
}

/** Absent, archived and out of scope are the same answer. */
export async function clientById(tx: Tx, scope: Scope, id: string): Promise<ClientView> {
  const [client] = await clientsById(tx, scope, [id]);
  if (!client) throw notFound('client');
  return client;
}

async function clientsById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<ClientView[]> {
  const where = withClientInScope(
    new Conditions().and('c.id = ANY(?::uuid[])', ids).and('c.archived_at IS NULL'),
    scope,
    'c.id',
  );
  const inScope = siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' });
  return tx.query(
    `SELECT c.id, c.name, c.created_at AS "createdAt", c.updated_at AS "updatedAt", c.version,
            (SELECT o.started_at FROM offboarding o WHERE o.client_id = c.id) AS "leavingSince",
            (SELECT count(*)::int FROM site s WHERE s.client_id = c.id AND ${inScope}) AS "siteCount",
            (SELECT count(*)::int FROM device d JOIN site s ON s.id = d.site_id
              WHERE s.client_id = c.id AND d.retired_at IS NULL AND ${inScope}) AS "deviceCount"
       FROM client c WHERE ${where.sql}`,
    where.values,
  );
}
