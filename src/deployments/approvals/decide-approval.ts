import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { actingFor, actorOf, type Operator, OperatorSessions } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { carryingOutApproved } from './approved-plan.js';
import type { ApprovalView } from './approval.view.js';
import { approvalById } from './read-approvals.js';
import type { StoredRequest } from './request-approval.js';

type Server = ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance'] extends () => infer S ? S : never;

/** Carries out what a second person approves: the stored request, word for word, under the present rights of its author. */
@Injectable()
export class DecideApproval {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    private readonly host: HttpAdapterHost,
  ) {}

  async run(operator: Operator, id: string, decision: 'approve' | 'reject', note: string): Promise<ApprovalView> {
    const approval = await approvalById(this.unit.reads, operator, id);
    refuseUndecidable(approval, operator, decision);
    if (decision === 'approve') await this.carryOut(operator, approval, note);
    else await this.decided(operator, approval, 'rejected', note);
    return approvalById(this.unit.reads, operator, id);
  }

  private async carryOut(operator: Operator, approval: ApprovalView, note: string): Promise<void> {
    const author = await this.sessions.operatorOfAccount(approval.requestedById);
    if (!author) throw new DomainError('API-CONFLICT-03', 'Whoever asked for this may not do it any more.');
    // First the decision, so that two who approve at once carry it out once; a plan that drifted makes it void afterwards.
    await this.decided(operator, approval, 'approved', note);
    const [{ request }]: [{ request: StoredRequest }] = await this.unit.reads.query('SELECT request FROM approval WHERE id = $1', [approval.id]);
    const answer = await carryingOutApproved(approval.plan.hash, () => actingFor(author, () => this.repeat(request)));
    if (answer.statusCode < 300) return;
    const problem = JSON.parse(answer.payload) as { code: string; detail: string; plan?: unknown };
    await this.unit.run((tx) => tx.query(`UPDATE approval SET state = 'void', note = $2 WHERE id = $1`, [approval.id, `${problem.code}: ${problem.detail}`]));
    throw new DomainError(problem.code, problem.detail, problem.plan === undefined ? {} : { extra: { plan: problem.plan } });
  }

  private async repeat({ method, url, body, ifMatch }: StoredRequest): Promise<{ statusCode: number; payload: string }> {
    const server = this.host.httpAdapter.getInstance<Server>();
    return server.inject({
      method: method as 'POST',
      url,
      headers: { 'content-type': 'application/json', 'x-requested-with': 'latchkey', ...(ifMatch === null ? {} : { 'if-match': ifMatch }) },
      ...(body === null ? {} : { payload: JSON.stringify(body) }),
    });
  }

  private async decided(operator: Operator, approval: ApprovalView, state: 'approved' | 'rejected', note: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const [, count]: [unknown, number] = await tx.query(
        `UPDATE approval SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = now(), note = $5
          WHERE id = $1 AND state = 'waiting' AND expires_at > now() AND (requested_by <> $3 OR $2 = 'rejected')`,
        [approval.id, state, operator.id, operator.name, note],
      );
      if (count === 0) throw new DomainError('API-CONFLICT-03', 'Somebody else has decided in the meantime.');
      await recordAudit(tx, actorOf(operator), {
        action: `approval.${state === 'approved' ? 'approve' : 'reject'}`,
        subject: { kind: 'approval', id: approval.id, name: approval.title },
        changes: { state: ['waiting', state], requestedBy: [approval.requestedByName, approval.requestedByName] },
      });
    });
  }
}

function refuseUndecidable(approval: ApprovalView, operator: Operator, decision: 'approve' | 'reject'): void {
  if (approval.state !== 'waiting') throw new DomainError('API-CONFLICT-03', `This is ${approval.state} already.`);
  if (approval.requestedById === operator.id && decision === 'approve') {
    throw new DomainError('API-RIGHT-01', 'A second person has to approve what you have asked for.');
  }
  if (!approval.canDecide && approval.requestedById !== operator.id) throw new DomainError('API-SCOPE-01', 'This would change devices outside your scope.');
}
