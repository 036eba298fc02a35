import { coversSite, type Operator } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { ApprovalQuery } from './approval.query.js';
import type { ApprovalView } from './approval.view.js';

/** One that nobody decided in time has expired, whether or not anything has noticed. */
const STATE = `CASE WHEN a.state = 'waiting' AND a.expires_at <= now() THEN 'expired' ELSE a.state END`;

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
  const where = visibleTo(operator, new Conditions().and('a.id = ANY(?::uuid[])', ids));
  const rows: (Omit<ApprovalView, 'canDecide' | 'rollout'> & { url: string })[] = await tx.query(
    `SELECT a.id, a.title, a.request -> 'body' AS request, a.request ->> 'url' AS url, a.plan, ${STATE} AS state, a.requested_by AS "requestedById", a.requested_by_name AS "requestedByName",
            a.decided_by_name AS "decidedByName", a.decided_at AS "decidedAt", a.note, a.created_at AS "createdAt", a.expires_at AS "expiresAt"
       FROM approval a WHERE ${where.sql}`,
    where.values,
  );
  return rows.map(({ url, ...row }) => ({
    ...row,
    rollout: Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? '')),
    canDecide: row.state === 'waiting' && row.requestedById !== operator.id && row.plan.bySite.every((site) => coversSite(operator.scope, site)),
  }));
}
