import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../../accounts/index.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch } from '../../../platform/http/index.js';
import { ChangeRolloutDefaults, rolloutDefaults } from './change-rollout-defaults.js';
import { RolloutDefaultsBody } from './rollout-defaults.body.js';
import { RolloutDefaultsView } from './rollout-defaults.view.js';

@ApiTags('rollouts')
@Controller('api/v1/rollout-defaults')
export class RolloutDefaultsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly changing: ChangeRolloutDefaults,
  ) {}

  @Get()
  @Requires('policies.read')
  async read(): Promise<RolloutDefaultsView> {
    return rolloutDefaults(this.unit.reads);
  }

  @Put()
  @Requires('security.manage')
  async change(
    @CurrentOperator() operator: Operator,
    @IfMatch('required') expected: ExpectedVersion,
    @Body() body: RolloutDefaultsBody,
  ): Promise<RolloutDefaultsView> {
    return this.changing.run(operator, body, expected);
  }
}
