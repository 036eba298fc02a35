import { holds, type Operator } from '../accounts/index.js';
import { Conditions } from '../platform/database/conditions.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { invalidField } from '../platform/errors/constraint-refusals.js';
import { notFound } from '../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../platform/http/index.js';
import type { AuditEntryDetailView, AuditEntryView } from './audit-entry.view.js';
import type { AuditQuery } from './audit.query.js';
import { readSealOf } from './seal/read-sealing.js';

const ENTRIES: ListShape = {
  from: 'audit_entry a',
  id: 'a.id',
  defaultSort: '-at',
  sortable: { at: [{ sql: 'a.at', type: 'timestamptz' }] },
};

const COLUMNS = `a.id, a.at, a.actor_kind AS "actorKind", a.actor_id AS "actorId", a.actor_name AS "actorName", a.action, a.subject_kind AS "subjectKind",
  a.subject_id AS "subjectId", a.subject_name AS "subjectName", a.client_id AS "clientId", a.site_id AS "siteId", a.device_id AS "deviceId",
  a.changes, a.request_id AS "requestId"`;
const MOST_EXPORTED = 50_000;

/** Which entries; without how many of them, and from where on. */
export type AuditFilter = Omit<AuditQuery, 'limit' | 'cursor' | 'sort'>;

/** The log as far as the caller may read it: all of his scope, or only what he did himself. */
export async function listAuditEntries(tx: Tx, operator: Operator, query: AuditQuery): Promise<Page<AuditEntryView>> {
  const page = await pageOfIds(tx, ENTRIES, query, wanted(operator, query));
  const rows: AuditEntryView[] = await tx.query(`SELECT ${COLUMNS} FROM audit_entry a WHERE a.id = ANY($1::uuid[])`, [page.ids]);
  return filledPage(page, rows);
}

/** One entry with its seal; absent and not readable are the same answer. */
export async function auditEntryById(tx: Tx, operator: Operator, id: string): Promise<AuditEntryDetailView> {
  const where = readable(new Conditions().and('a.id = ?', id), operator);
  const [entry]: AuditEntryView[] = await tx.query(`SELECT ${COLUMNS} FROM audit_entry a WHERE ${where.sql}`, [...where.values]);
  if (!entry) throw notFound('audit entry');
  return { ...entry, seal: await readSealOf(tx, id) };
}

/** All of it at once, the latest first; no more than a process can hold. */
export async function allAuditEntries(tx: Tx, operator: Operator, filter: AuditFilter): Promise<AuditEntryView[]> {
  const where = wanted(operator, filter);
  const rows: AuditEntryView[] = await tx.query(`SELECT ${COLUMNS} FROM audit_entry a WHERE ${where.sql} ORDER BY a.at DESC, a.id DESC LIMIT ${MOST_EXPORTED + 1}`, [...where.values]);
  if (rows.length > MOST_EXPORTED) throw invalidField('/from', 'shorter', `leaves more than ${MOST_EXPORTED} entries: choose a shorter period`);
  return rows;
}

function wanted(operator: Operator, query: AuditFilter): Conditions {
  return readable(new Conditions(), operator)
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
}

function readable(where: Conditions, operator: Operator): Conditions {
  if (!holds(operator, 'audit.read')) return where.and('a.actor_id = ?', operator.id);
  const { all, clientIds, siteIds } = operator.scope;
  return all ? where : where.and('a.client_id = ANY(?::uuid[]) OR a.site_id = ANY(?::uuid[])', clientIds, siteIds);
}
