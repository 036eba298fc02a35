import { holds, type Operator } from '../accounts/index.js';
import { Conditions } from '../platform/database/conditions.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../platform/http/index.js';
import type { AuditEntryView } from './audit-entry.view.js';
import type { AuditQuery } from './audit.query.js';

const ENTRIES: ListShape = {
  from: 'audit_entry a',
  id: 'a.id',
  defaultSort: '-at',
  sortable: { at: [{ sql: 'a.at', type: 'timestamptz' }] },
};

/** The log as far as the caller may read it: all of his scope, or only what he did himself. */
export async function listAuditEntries(tx: Tx, operator: Operator, query: AuditQuery): Promise<Page<AuditEntryView>> {
  const where = readable(new Conditions(), operator)
    .andIf(query.action, 'a.action = ?')
    .andIf(query.actorKind, 'a.actor_kind = ?')
    .andIf(query.actorId, 'a.actor_id = ?')
    .andIf(query.subjectKind, 'a.subject_kind = ?')
    .andIf(query.subjectId, 'a.subject_id = ?')
    .andIf(query.clientId, 'a.client_id = ?')
    .andIf(query.siteId, 'a.site_id = ?')
    .andIf(query.deviceId, 'a.device_id = ?')
    .andIf(query.from, 'a.at >= ?::timestamptz')
    .andIf(query.to, 'a.at < ?::timestamptz')
    .search(query.q, 'a.actor_name', 'a.action', 'a.subject_name');
  const page = await pageOfIds(tx, ENTRIES, query, where);
  const rows: AuditEntryView[] = await tx.query(
    `SELECT a.id, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.actor_name AS "actorName", a.action, a.subject_kind AS "subjectKind",
            a.subject_id AS "subjectId", a.subject_name AS "subjectName", a.client_id AS "clientId", a.site_id AS "siteId", a.device_id AS "deviceId",
            a.changes, a.request_id AS "requestId"
       FROM audit_entry a WHERE a.id = ANY($1::uuid[])`,
    [page.ids],
  );
  return filledPage(page, rows);
}

function readable(where: Conditions, operator: Operator): Conditions {
  if (!holds(operator, 'audit.read')) return where.and('a.actor_id = ?', operator.id);
  const { all, clientIds, siteIds } = operator.scope;
  return all ? where : where.and('a.client_id = ANY(?::uuid[]) OR a.site_id = ANY(?::uuid[])', clientIds, siteIds);
}
