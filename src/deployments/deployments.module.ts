import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { UsesRegistry } from '../platform/http/index.js';
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

/** What sets single devices apart from their policies: exclusions and pins, overrides, and the locks of the installation. */
@Module({
  imports: [TypeOrmModule.forFeature([ExclusionEntity, DeviceOverrideEntity, PolicyLocksEntity])],
  controllers: [ExclusionsController, OverridesController, PolicyLocksController],
  providers: [CreateExclusion, ChangeExclusion, EndExclusion, ReplaceOverride, DeleteOverride, ReplacePolicyLocks],
})
export class DeploymentsModule implements OnModuleInit {
  constructor(private readonly uses: UsesRegistry) {}

  onModuleInit(): void {
    this.uses.register('device group', (tx, id) =>
      tx.query(
        `SELECT 'exclusion' AS kind, x.id, x.reason AS name FROM exclusion x WHERE x.device_group_id = $1 AND x.ended_at IS NULL ORDER BY x.created_at, x.id LIMIT 100`,
        [id],
      ),
    );
  }
}
