import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { reachesEverything, type Role } from '../roles/rights.js';
import type { UserQuery } from './user.query.js';
import type { UserView } from './user.view.js';

const USERS: ListShape = {
  from: 'operator o',
  id: 'o.id',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 'o.name', type: 'text' }],
    email: [{ sql: 'o.email', type: 'text' }],
    role: [{ sql: 'o.role', type: 'text' }],
    createdAt: [{ sql: 'o.created_at', type: 'timestamptz' }],
  },
};

type UserRow = Omit<UserView, 'scope'> & { scopeAll: boolean; clientIds: string[]; siteIds: string[]; role: Role };

export async function listUsers(tx: Tx, query: UserQuery): Promise<Page<UserView>> {
  const where = new Conditions().andIf(query.role, 'o.role = ?').search(query.q, 'o.name', 'o.email');
  const page = await pageOfIds(tx, USERS, query, where);
  return filledPage(page, await usersById(tx, page.ids));
}

export async function userById(tx: Tx, id: string): Promise<UserView> {
  const [user] = await usersById(tx, [id]);
  if (!user) throw notFound('user');
  return user;
}

async function usersById(tx: Tx, ids: readonly string[]): Promise<UserView[]> {
  const rows: UserRow[] = await tx.query(
    `SELECT o.id, o.email, o.name, o.role, o.allow_remote_control AS "allowRemoteControl", o.scope_all AS "scopeAll", o.disabled,
            o.password_hash IS NOT NULL AS "hasPassword",
            ARRAY(SELECT DISTINCT f.kind FROM operator_factor f WHERE f.operator_id = o.id ORDER BY 1) AS factors,
            EXISTS (SELECT 1 FROM operator_identity i WHERE i.operator_id = o.id) AS "singleSignOn", o.created_at AS "createdAt", o.updated_at AS "updatedAt", o.version,
            (SELECT max(s.created_at) FROM operator_session s WHERE s.operator_id = o.id) AS "lastSignInAt",
            ARRAY(SELECT c.client_id FROM operator_scope c WHERE c.operator_id = o.id AND c.client_id IS NOT NULL ORDER BY 1) AS "clientIds",
            ARRAY(SELECT c.site_id FROM operator_scope c WHERE c.operator_id = o.id AND c.site_id IS NOT NULL ORDER BY 1) AS "siteIds"
       FROM operator o WHERE o.id = ANY($1::uuid[])`,
    [ids],
  );
  return rows.map(({ scopeAll, clientIds, siteIds, ...user }) => ({
    ...user,
    scope: reachesEverything(user.role)
      ? { all: true, clientIds: [], siteIds: [] }
      : { all: scopeAll, clientIds, siteIds },
  }));
}
