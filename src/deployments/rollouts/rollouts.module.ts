import { Module } from '@nestjs/common';
import { ChangeFreeze } from '../freeze/change-freeze.js';
import { FreezeController } from '../freeze/freeze.controller.js';
import { ChangeRolloutDefaults } from './defaults/change-rollout-defaults.js';
import { RolloutDefaultsController } from './defaults/rollout-defaults.controller.js';
import { RolloutsController } from './rollouts.controller.js';
import { SteerRollout } from './steer-rollout.js';

/** How changes reach the fleet, and how people hold them. */
@Module({
  controllers: [RolloutsController, RolloutDefaultsController, FreezeController],
  providers: [SteerRollout, ChangeRolloutDefaults, ChangeFreeze],
})
export class RolloutsModule {}
