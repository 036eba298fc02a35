import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { actingFor, actorOf, type Operator, OperatorSessions } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
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
    refuseUndecidable(approval, decision);
    if (decision === 'approve') await this.carryOut(operator, approval, note);
    else await this.unit.run((tx) => record(tx, operator, approval, 'rejected', note));
    return approvalById(this.unit.reads, operator, id);
  }

  private async carryOut(operator: Operator, approval: ApprovalView, note: string): Promise<void> {
    const author = await this.sessions.operatorOfAccount(approval.requestedById);
    if (!author) throw new DomainError('API-CONFLICT-03', 'Whoever asked for this may not do it any more.');
    const [{ request }]: [{ request: StoredRequest }] = await this.unit.reads.query('SELECT request FROM approval WHERE id = $1', [approval.id]);
    const decide = (tx: Tx): Promise<void> => record(tx, operator, approval, 'approved', note);
    const answer = await carryingOutApproved({ hash: approval.plan.hash, decide }, () => actingFor(author, () => this.repeat(request)));
    if (answer.statusCode < 300) return;
    const problem = JSON.parse(answer.payload) as { code: string; detail: string; plan?: unknown };
    // What was refused will be refused again; what failed otherwise may be approved once more.
    if (answer.statusCode < 500) await this.unit.run((tx) => tx.query(`UPDATE approval SET state = 'void', note = $2 WHERE id = $1 AND state = 'waiting'`, [approval.id, `${problem.code}: ${problem.detail}`]));
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
}

/** The row decides between two who decide at once: the second one's change is undone with it. */
async function record(tx: Tx, operator: Operator, approval: ApprovalView, state: 'approved' | 'rejected', note: string): Promise<void> {
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
}

function refuseUndecidable(approval: ApprovalView, decision: 'approve' | 'reject'): void {
  if (approval.state !== 'waiting') throw new DomainError('API-CONFLICT-03', `This is ${approval.state} already.`);
  const { whyNot } = approval;
  if (whyNot === 'out-of-scope') throw new DomainError('API-SCOPE-01', 'This would change devices outside your scope.');
  if (whyNot !== null && decision === 'approve') throw new DomainError('API-RIGHT-01', NO_SECOND_PERSON[whyNot]);
}

const NO_SECOND_PERSON = {
  own: 'A second person has to approve what you have asked for.',
  'owed-to-author': 'Whoever asked for this gave you your account or your rights less than 24 hours ago: somebody else has to approve it.',
} as const;
