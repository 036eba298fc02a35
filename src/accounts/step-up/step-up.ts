import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, type OnModuleInit, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AsyncLocalStorage } from 'node:async_hooks';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Operator } from '../roles/operator.js';
import type { RequestOfOperator } from '../sessions/access.js';
import { type ProofStrength, StepUps } from './step-ups.js';

const STEP_UP = Symbol('StepUp');

/** For dangerous acts: a fresh proof of a second factor, made for exactly this act, is demanded before anything is committed (R7). */
export const StepUp = (strength: ProofStrength = 'usual'): MethodDecorator => SetMetadata(STEP_UP, strength);

interface Demand {
  readonly operator: Operator;
  readonly strength: ProofStrength;
  isMet: boolean;
}

const demands = new AsyncLocalStorage<Demand>();

/**
 * Demands the proof in the transaction of the act itself: what is wrong with a request is said before anybody reaches for his
 * key, and a proof for something that failed is not lost.
 */
@Injectable()
export class StepUpInterceptor implements NestInterceptor, OnModuleInit {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reflector: Reflector,
    private readonly stepUps: StepUps,
  ) {}

  onModuleInit(): void {
    this.unit.beforeCommit(async (tx) => {
      const demand = demands.getStore();
      if (!demand || demand.isMet) return;
      await this.stepUps.require(tx, demand.operator, demand.strength);
      demand.isMet = true;
    });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { operator } = context.switchToHttp().getRequest<RequestOfOperator>();
    const strength = this.reflector.get<ProofStrength | undefined>(STEP_UP, context.getHandler());
    if (!operator || strength === undefined) return next.handle();
    const demand: Demand = { operator, strength, isMet: false };
    return from(
      demands.run(demand, async () => {
        const answer = await lastValueFrom(next.handle(), { defaultValue: undefined });
        if (!demand.isMet) throw new TypeError('A handler that demands a step-up has committed nothing that could have demanded it.');
        return answer;
      }),
    );
  }
}
