import { holds, type Operator, siteIsInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { SavedViewView } from './saved-view.view.js';

const VIEWS: ListShape = {
  from: 'saved_view v',
  id: 'v.id',
  defaultSort: 'name',
  sortable: { name: [{ sql: 'v.name', type: 'text' }] },
};

export async function listSavedViews(tx: Tx, operator: Operator, query: ListQuery): Promise<Page<SavedViewView>> {
  const page = await pageOfIds(tx, VIEWS, query, visibleTo(operator).search(query.q, 'v.name'));
  return filledPage(page, await viewsById(tx, operator, page.ids));
}

/** Absent and not offered to the caller are the same answer. */
export async function savedViewById(tx: Tx, operator: Operator, id: string): Promise<SavedViewView> {
  const [view] = await viewsById(tx, operator, [id]);
  if (!view) throw notFound('saved view');
  return view;
}

/** One that the caller may change: his own, and those of others for who looks after people. */
export async function savedViewToChange(tx: Tx, operator: Operator, id: string): Promise<SavedViewView> {
  const view = await savedViewById(tx, operator, id);
  if (!view.isOwn && !holds(operator, 'users.manage')) throw new DomainError('API-RIGHT-01', 'Only its owner changes a view.');
  return view;
}

/** One's own, and shared ones as long as they do not name a client or a site that one does not look after. */
function visibleTo(operator: Operator): Conditions {
  const where = new Conditions();
  const sites = `SELECT FROM site s WHERE ${siteIsInScope(where, operator.scope, { site: 's.id', client: 's.client_id' })}`;
  const named = (key: string, column: string) =>
    `(v.definition #>> '{search,${key}}' IS NULL OR EXISTS (${sites} AND ${column} = (v.definition #>> '{search,${key}}')::uuid))`;
  return where.and(`v.owner_id = ? OR (v.shared AND ${named('clientId', 's.client_id')} AND ${named('siteId', 's.id')})`, operator.id);
}

async function viewsById(tx: Tx, operator: Operator, ids: readonly string[]): Promise<SavedViewView[]> {
  const where = visibleTo(operator).and('v.id = ANY(?::uuid[])', ids);
  return tx.query(
    `SELECT v.id, v.name, v.shared, o.name AS "ownerName", v.owner_id = ${where.bind(operator.id)} AS "isOwn", v.definition, v.version
       FROM saved_view v JOIN operator o ON o.id = v.owner_id WHERE ${where.sql}`,
    where.values,
  );
}
