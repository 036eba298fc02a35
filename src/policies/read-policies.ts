import { isSharedOrInScope, type Operator, refuseOutside, type Scope, sharedOrInScope, siteIsInScope } from '../accounts/index.js';
import { Conditions } from '../platform/database/conditions.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { notFound } from '../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../platform/http/index.js';
import type { PolicyQuery } from './policy.query.js';
import type { PolicyView } from './policy.view.js';

const POLICIES: ListShape = {
  from: 'policy p',
  id: 'p.id',
  defaultSort: 'name',
  sortable: {
    name: [{ sql: 'p.name', type: 'text' }],
    updatedAt: [{ sql: 'p.updated_at', type: 'timestamptz' }],
    createdAt: [{ sql: 'p.created_at', type: 'timestamptz' }],
  },
};

export async function listPolicies(tx: Tx, scope: Scope, query: PolicyQuery): Promise<Page<PolicyView>> {
  const where = sharedOrInScope(new Conditions(), scope, 'p.client_id')
    .andIf(query.category, 'p.category = ?')
    .andIf(query.type, 'p.type = ?')
    .andIf(query.clientId, 'p.client_id = ?')
    .andIf(query.enabled, 'p.enabled = ?')
    .search(query.q, 'p.name', 'p.description');
  const page = await pageOfIds(tx, POLICIES, query, where);
  return filledPage(page, await policiesById(tx, scope, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function policyById(tx: Tx, scope: Scope, id: string): Promise<PolicyView> {
  const [policy] = await policiesById(tx, scope, [id]);
  if (!policy) throw notFound('policy');
  return policy;
}

/** A policy that the caller may change: shared ones only by who reaches everything, others only with their whole client in scope. */
export async function policyToChange(tx: Tx, operator: Operator, id: string): Promise<PolicyView> {
  const policy = await policyById(tx, operator.scope, id);
  refuseOutside(operator, policy.clientId);
  return policy;
}

/** Those of the given policies that are shared or in scope. */
export async function policiesById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<PolicyView[]> {
  const where = sharedOrInScope(new Conditions().and('p.id = ANY(?::uuid[])', ids), scope, 'p.client_id');
  const seen = isSharedOrInScope(where, scope, 'k.client_id');
  const inScope = siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' });
  return tx.query(
    `SELECT p.id, p.client_id AS "clientId", c.name AS "clientName", p.category, p.type, p.name, p.description, p.enabled, p.settings,
            (SELECT count(DISTINCT k.id)::int FROM package_entry e JOIN package k ON k.id = e.package_id WHERE e.policy_id = p.id AND ${seen}) AS "packageCount",
            (SELECT count(DISTINCT s.id)::int FROM package_entry e JOIN assignment a USING (package_id) JOIN site s ON s.id = a.site_id
              WHERE e.policy_id = p.id AND ${inScope}) AS "siteCount",
            p.created_at AS "createdAt", p.updated_at AS "updatedAt", p.version
       FROM policy p LEFT JOIN client c ON c.id = p.client_id
      WHERE ${where.sql}`,
    where.values,
  );
}
