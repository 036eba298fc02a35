import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { AssignmentQuery } from './assignment.query.js';
import type { AssignmentView } from './assignment.view.js';

const JOINED =
  'assignment a JOIN site s ON s.id = a.site_id JOIN client c ON c.id = s.client_id JOIN package k ON k.id = a.package_id';

const ASSIGNMENTS: ListShape = {
  from: JOINED,
  id: 'a.id',
  defaultSort: '-priority,siteName',
  sortable: {
    priority: [{ sql: 'a.priority', type: 'integer' }],
    siteName: [{ sql: 's.name', type: 'text' }],
    packageName: [{ sql: 'k.name', type: 'text' }],
    createdAt: [{ sql: 'a.created_at', type: 'timestamptz' }],
  },
};

const SITE = { site: 's.id', client: 's.client_id' };

export async function listAssignments(tx: Tx, scope: Scope, query: AssignmentQuery): Promise<Page<AssignmentView>> {
  const where = withinScope(new Conditions(), scope, SITE)
    .andIf(query.siteId, 'a.site_id = ?')
    .andIf(query.packageId, 'a.package_id = ?')
    .search(query.q, 'k.name', 's.name', 'c.name');
  const page = await pageOfIds(tx, ASSIGNMENTS, query, where);
  return filledPage(page, await assignmentsById(tx, scope, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function assignmentById(tx: Tx, scope: Scope, id: string): Promise<AssignmentView> {
  const [assignment] = await assignmentsById(tx, scope, [id]);
  if (!assignment) throw notFound('assignment');
  return assignment;
}

export async function assignmentsById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<AssignmentView[]> {
  const where = withinScope(new Conditions().and('a.id = ANY(?::uuid[])', ids), scope, SITE);
  return tx.query(
    `SELECT a.id, a.package_id AS "packageId", k.name AS "packageName", a.site_id AS "siteId", s.name AS "siteName",
            s.client_id AS "clientId", c.name AS "clientName", a.priority, a.created_at AS "createdAt", a.updated_at AS "updatedAt", a.version
       FROM ${JOINED} WHERE ${where.sql} ORDER BY s.name, a.id`,
    where.values,
  );
}
