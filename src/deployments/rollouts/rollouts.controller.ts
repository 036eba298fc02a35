import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { rolloutDetail } from './read-rollout.js';
import { listRolloutDevices } from './read-rollout-devices.js';
import { listRollouts } from './read-rollouts.js';
import { RolloutDeviceQuery, RolloutQuery } from './rollout.query.js';
import { RolloutDetailView, RolloutDevicePage, RolloutPage } from './rollout.view.js';
import { SteerRolloutBody } from './steer-rollout.body.js';
import { SteerRollout } from './steer-rollout.js';

@ApiTags('rollouts')
@Controller('api/v1/rollouts')
export class RolloutsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly steering: SteerRollout,
  ) {}

  @Get()
  @Requires('policies.read')
  async list(@CurrentOperator() operator: Operator, @Query() query: RolloutQuery): Promise<RolloutPage> {
    return listRollouts(this.unit.reads, operator.scope, query);
  }

  @Get(':id')
  @Requires('policies.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<RolloutDetailView> {
    return rolloutDetail(this.unit.reads, operator.scope, id);
  }

  @Get(':id/devices')
  @Requires('policies.read')
  async devices(@CurrentOperator() operator: Operator, @Param('id') id: string, @Query() query: RolloutDeviceQuery): Promise<RolloutDevicePage> {
    return listRolloutDevices(this.unit.reads, operator.scope, id, query);
  }

  /** Releases nothing more until somebody resumes it; what is released goes on. */
  @Post(':id/pause')
  @HttpCode(200)
  @Requires('policies.change')
  async pause(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion, @Body() body: SteerRolloutBody): Promise<RolloutDetailView> {
    return this.steering.run(operator, id, 'pause', body.reason, expected);
  }

  /** Goes on; after a stop by the guard, with what was seen so far accepted. */
  @Post(':id/resume')
  @HttpCode(200)
  @Requires('policies.change')
  async resume(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion, @Body() body: SteerRolloutBody): Promise<RolloutDetailView> {
    return this.steering.run(operator, id, 'resume', body.reason, expected);
  }

  /** Ends it; devices that do not have the change yet keep what they have until the next change. */
  @Post(':id/abort')
  @HttpCode(200)
  @Requires('policies.change')
  async abort(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion, @Body() body: SteerRolloutBody): Promise<RolloutDetailView> {
    return this.steering.run(operator, id, 'abort', body.reason, expected);
  }
}
