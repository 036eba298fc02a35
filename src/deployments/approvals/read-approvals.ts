import { coversSite, type Operator } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { ApprovalQuery } from './approval.query.js';
import type { ApprovalView } from './approval.view.js';

/** One that nobody decided in time has expired, whether or not anything has noticed. */
const STATE = `CASE WHEN a.state = 'waiting' AND a.expires_at <= now() THEN 'expired' ELSE a.state END`;

/**
 * Whether the reader ($2) owes his account, or what he may do, to the author of the approval since less than a day: such a one is no
 * second person. The record of changes knows it, and nobody can change that.
 */
const OWED_TO_AUTHOR = `EXISTS (
  SELECT 1 FROM audit_entry e
   WHERE e.subject_kind = 'user' AND e.subject_id = $2 AND e.actor_id = a.requested_by AND e.at > now() - interval '24 hours'
     AND (e.action = 'user.create' OR (e.action = 'user.change' AND e.changes ?| ARRAY['role', 'scope', 'disabled', 'password'])))`;

const APPROVALS: ListShape = {
  from: 'approval a',
  id: 'a.id',
  defaultSort: '-createdAt',
  sortable: { createdAt: [{ sql: 'a.created_at', type: 'timestamptz' }] },
};

/** What waits and what was decided, as far as the caller may see all that it would move; his own always. */
export async function listApprovals(tx: Tx, operator: Operator, query: ApprovalQuery): Promise<Page<ApprovalView>> {
  const where = visibleTo(operator, new Conditions()).andIf(query.state, `${STATE} = ?`);
  const page = await pageOfIds(tx, APPROVALS, query, where);
  return filledPage(page, await approvalsById(tx, operator, page.ids));
}

/** Absent and out of sight are the same answer. */
export async function approvalById(tx: Tx, operator: Operator, id: string): Promise<ApprovalView> {
  const [found] = await approvalsById(tx, operator, [id]);
  if (!found) throw notFound('approval');
  return found;
}

/** A plan names the sites it moves; whoever does not reach all of them sees nothing of it. */
function visibleTo({ id, scope }: Operator, where: Conditions): Conditions {
  if (scope.all) return where;
  return where.and(
    `a.requested_by = ? OR NOT EXISTS (SELECT 1 FROM jsonb_to_recordset(a.plan -> 'bySite') AS s ("siteId" uuid, "clientId" uuid)
                                        WHERE NOT (s."siteId" = ANY(?::uuid[]) OR s."clientId" = ANY(?::uuid[])))`,
    id, scope.siteIds, scope.clientIds,
  );
}

async function approvalsById(tx: Tx, operator: Operator, ids: readonly string[]): Promise<ApprovalView[]> {
  const where = visibleTo(operator, new Conditions().and('a.id = ANY(?::uuid[]) AND ?::uuid IS NOT NULL', ids, operator.id));
  const rows: (Omit<ApprovalView, 'canDecide' | 'rollout' | 'whyNot'> & { url: string; isOwedToAuthor: boolean })[] = await tx.query(
    `SELECT a.id, a.title, a.request -> 'body' AS request, a.request ->> 'url' AS url, a.plan, ${STATE} AS state, a.requested_by AS "requestedById", a.requested_by_name AS "requestedByName",
            a.decided_by_name AS "decidedByName", a.decided_at AS "decidedAt", a.note, a.created_at AS "createdAt", a.expires_at AS "expiresAt",
            ${OWED_TO_AUTHOR} AS "isOwedToAuthor"
       FROM approval a WHERE ${where.sql}`,
    where.values,
  );
  return rows.map(({ url, isOwedToAuthor, ...row }) => {
    const whyNot = whyNotApprovable(row, operator, isOwedToAuthor);
    return { ...row, rollout: Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? '')), canDecide: row.state === 'waiting' && whyNot === null, whyNot };
  });
}

function whyNotApprovable({ requestedById, plan }: Pick<ApprovalView, 'requestedById' | 'plan'>, operator: Operator, isOwedToAuthor: boolean): ApprovalView['whyNot'] {
  if (requestedById === operator.id) return 'own';
  if (!plan.bySite.every((site) => coversSite(operator.scope, site))) return 'out-of-scope';
  return isOwedToAuthor ? 'owed-to-author' : null;
}
