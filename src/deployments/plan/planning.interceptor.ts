import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { type RequestOfOperator, StepUps } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { CONSEQUENTIAL } from '../../platform/http/index.js';
import { requestApproval } from '../approvals/request-approval.js';
import { approvedPlan } from '../approvals/approved-plan.js';
import { ApprovalNeeded, PlanOnly } from './change-gate.js';
import { type ChangeRequest, servingChange } from './change-request.js';
import { keepPlan } from './kept-plans.js';
import { planBasis } from './plan-hash.js';
import { isDryRun, rolloutChoices } from './planning-parameters.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
type Query = Readonly<Record<string, string | string[] | undefined>>;

/** Tells the change gate what the operator asked for, and turns its word into the answer: the plan, or that a second person is needed. */
@Injectable()
export class PlanningInterceptor implements NestInterceptor {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reflector: Reflector,
    private readonly stepUps: StepUps,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<RequestOfOperator>();
    if (SAFE.has(request.method) || !request.operator) return next.handle();
    const change = await this.changeOf(request, context);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.serve(change, request, reply, () => lastValueFrom(next.handle(), { defaultValue: undefined })));
  }

  private async changeOf(request: RequestOfOperator, context: ExecutionContext): Promise<ChangeRequest> {
    const query = request.query as Query;
    const isConsequential = this.reflector.get<boolean | undefined>(CONSEQUENTIAL, context.getHandler()) === true;
    const [unexpected] = isConsequential ? [] : Object.keys(query);
    if (unexpected !== undefined) {
      throw new DomainError('API-INPUT-03', 'This request takes no query parameters.', { errors: [{ pointer: `/${unexpected}`, rule: 'unknown', message: 'does not exist' }] });
    }
    const approved = approvedPlan();
    const count = header(request, 'x-confirm-count');
    return {
      operator: request.operator!,
      basis: await planBasis(this.unit.reads, { method: request.method, path: request.url.split('?')[0]!, body: request.body ?? null }),
      dryRun: isDryRun(query),
      ifPlan: approved?.hash ?? header(request, 'if-plan'),
      confirmCount: count !== null && /^\d{1,9}$/.test(count) ? Number(count) : null,
      choices: rolloutChoices(query),
      approved,
      shown: null,
    };
  }

  private async serve(change: ChangeRequest, request: RequestOfOperator, reply: FastifyReply, handle: () => Promise<unknown>): Promise<unknown> {
    try {
      const answer = await servingChange(change, handle);
      // A handler that began no transaction has nothing to be planned; claiming to have planned it would be a lie.
      if (change.dryRun) throw new DomainError('API-INPUT-03', 'This request cannot be planned.');
      return answer;
    } catch (error) {
      if (error instanceof PlanOnly) {
        void reply.status(200);
        return error.plan;
      }
      if (error instanceof ApprovalNeeded) {
        const needed = await requestApproval(this.unit, this.stepUps, change, request, error.plan);
        void reply.status(202);
        return needed;
      }
      throw error;
    } finally {
      const { shown } = change;
      if (shown) await this.unit.run((tx) => keepPlan(tx, shown.hash, change.basis, shown.moves));
    }
  }
}

function header(request: RequestOfOperator, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
