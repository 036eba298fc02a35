import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AccountsModule } from '../accounts/index.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { DecideApproval } from './approvals/decide-approval.js';
import type { ExpressibleByKind } from './classes-of-sites.js';
import { ChangeGate, EXPRESSIBLE_BY_KIND } from './plan/change-gate.js';
import { PlanningInterceptor } from './plan/planning.interceptor.js';

/** Desired state as operators meet it: plans, approvals, and what sets devices apart. */
@Module({})
export class DeploymentsModule {
  /** What each provider kind can enforce is known further downstream. */
  static of(expressibleBy: ExpressibleByKind): DynamicModule {
    return {
      module: DeploymentsModule,
      imports: [AccountsModule],
      controllers: [ApprovalsController],
      providers: [
        { provide: EXPRESSIBLE_BY_KIND, useValue: expressibleBy },
        ChangeGate,
        DecideApproval,
        { provide: APP_INTERCEPTOR, useClass: PlanningInterceptor },
      ],
    };
  }
}
