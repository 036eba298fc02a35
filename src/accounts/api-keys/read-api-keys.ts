import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { holds, type Operator } from '../roles/operator.js';
import type { ApiKeyView } from './api-key.view.js';

const KEYS: ListShape = {
  from: 'api_key k JOIN operator o ON o.id = k.operator_id',
  id: 'k.id',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 'k.name', type: 'text' }],
    expiresAt: [{ sql: 'k.expires_at', type: 'timestamptz' }],
    createdAt: [{ sql: 'k.created_at', type: 'timestamptz' }],
  },
};

type Row = Omit<ApiKeyView, 'scope' | 'prefix'> & { scopeAll: boolean; clientIds: string[]; siteIds: string[] };

/** The keys that are not revoked: one's own, and everybody's for who manages users. */
export async function listApiKeys(tx: Tx, operator: Operator, query: ListQuery): Promise<Page<ApiKeyView>> {
  const page = await pageOfIds(tx, KEYS, query, visibleTo(operator).search(query.q, 'k.name', 'o.name'));
  return filledPage(page, await keysById(tx, page.ids));
}

export async function apiKeyById(tx: Tx, operator: Operator, id: string): Promise<ApiKeyView> {
  const where = visibleTo(operator).and('k.id = ?', id);
  const found: unknown[] = await tx.query(`SELECT 1 FROM api_key k WHERE ${where.sql}`, where.values);
  const [key] = found.length > 0 ? await keysById(tx, [id]) : [];
  if (!key) throw notFound('API key');
  return key;
}

function visibleTo(operator: Operator): Conditions {
  return new Conditions().and('k.revoked_at IS NULL').andIf(holds(operator, 'users.manage') ? undefined : operator.id, 'k.operator_id = ?');
}

async function keysById(tx: Tx, ids: readonly string[]): Promise<ApiKeyView[]> {
  const rows: Row[] = await tx.query(
    `SELECT k.id, k.name, k.operator_id AS "operatorId", o.name AS "operatorName", k.rights, k.scope_all AS "scopeAll", k.client_ids AS "clientIds", k.site_ids AS "siteIds",
            k.networks::text[] AS networks, k.may_launch AS "mayLaunch", k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt", k.last_used_ip AS "lastUsedIp"
       FROM api_key k JOIN operator o ON o.id = k.operator_id WHERE k.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows.map(({ scopeAll, clientIds, siteIds, ...key }) => ({ ...key, prefix: `lk_${key.id.replaceAll('-', '')}`, scope: { all: scopeAll, clientIds, siteIds } }));
}
