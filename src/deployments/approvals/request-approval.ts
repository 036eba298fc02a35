import { actorOf, type RequestOfOperator, type StepUps } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import type { ChangeRequest } from '../plan/change-request.js';
import type { ApprovalNeededView, PlanView } from '../plan/plan.view.js';

/** The request as it is kept until a second person has decided, word for word. */
export interface StoredRequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly ifMatch: string | null;
}

/** Keeps a request, proven by passkey where factors are demanded (R37), whose author has agreed to its plan until a second person has decided; it lives for a day. */
export async function requestApproval(unit: UnitOfWork, stepUps: StepUps, change: ChangeRequest, request: RequestOfOperator, plan: PlanView): Promise<ApprovalNeededView> {
  const id = randomIds.uuid();
  const { operator } = change;
  const ifMatch = request.headers['if-match'];
  const stored: StoredRequest = { method: request.method, url: request.url, body: request.body ?? null, ifMatch: ifMatch ?? null };
  const title = `${request.method} ${change.basis.request.path}`;
  await unit.run(async (tx) => {
    await stepUps.require(tx, operator, 'unphishable');
    await tx.query(
      `INSERT INTO approval (id, plan_hash, plan, request, title, requested_by, requested_by_name, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now() + interval '24 hours')`,
      [id, plan.hash, JSON.stringify(plan), JSON.stringify(stored), title, operator.id, operator.name],
    );
    await recordAudit(tx, actorOf(operator), { action: 'approval.request', subject: { kind: 'approval', id, name: title }, changes: { devices: [null, plan.moved] } });
  });
  return { approvalId: id, planHash: plan.hash };
}
