import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/index.js';
import { UsesRegistry } from '../platform/http/index.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { DecideApproval } from './approvals/decide-approval.js';
import type { ExpressibleByKind } from './classes-of-sites.js';
import { ChangeExclusion } from './exclusions/change-exclusion.js';
import { CreateExclusion } from './exclusions/create-exclusion.js';
import { EndExclusion } from './exclusions/end-exclusion.js';
import { ExclusionEntity } from './exclusions/exclusion.entity.js';
import { ExclusionsController } from './exclusions/exclusions.controller.js';
import { PolicyLocksController } from './locks/policy-locks.controller.js';
import { PolicyLocksEntity } from './locks/policy-locks.entity.js';
import { ReplacePolicyLocks } from './locks/replace-policy-locks.js';
import { DeleteOverride } from './overrides/delete-override.js';
import { DeviceOverrideEntity } from './overrides/device-override.entity.js';
import { OverridesController } from './overrides/overrides.controller.js';
import { ReplaceOverride } from './overrides/replace-override.js';
import { ChangeGate, EXPRESSIBLE_BY_KIND } from './plan/change-gate.js';
import { PlanningInterceptor } from './plan/planning.interceptor.js';

/**
 * Desired state as operators meet it: what sets single devices apart from their policies, and the gate through which every change
 * goes that moves deployments, with its plans and approvals.
 */
@Module({})
export class DeploymentsModule implements OnModuleInit {
  constructor(private readonly uses: UsesRegistry) {}

  /** What each provider kind can enforce is known further downstream. */
  static of(expressibleBy: ExpressibleByKind): DynamicModule {
    return {
      module: DeploymentsModule,
      imports: [AccountsModule, TypeOrmModule.forFeature([ExclusionEntity, DeviceOverrideEntity, PolicyLocksEntity])],
      controllers: [ExclusionsController, OverridesController, PolicyLocksController, ApprovalsController],
      providers: [
        CreateExclusion, ChangeExclusion, EndExclusion, ReplaceOverride, DeleteOverride, ReplacePolicyLocks,
        { provide: EXPRESSIBLE_BY_KIND, useValue: expressibleBy },
        ChangeGate,
        DecideApproval,
        { provide: APP_INTERCEPTOR, useClass: PlanningInterceptor },
      ],
    };
  }

  onModuleInit(): void {
    this.uses.register('device group', (tx, id) =>
      tx.query(
        `SELECT 'exclusion' AS kind, x.id, x.reason AS name FROM exclusion x WHERE x.device_group_id = $1 AND x.ended_at IS NULL ORDER BY x.created_at, x.id LIMIT 100`,
        [id],
      ),
    );
  }
}
