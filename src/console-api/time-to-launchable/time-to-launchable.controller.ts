import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { readTimeToLaunchable } from './read-time-to-launchable.js';
import { TimeToLaunchableQuery } from './time-to-launchable.query.js';
import { TimeToLaunchableView } from './time-to-launchable.view.js';

@ApiTags('deployments')
@Controller('api/v1/time-to-launchable')
@Requires('devices.read')
export class TimeToLaunchableController {
  constructor(private readonly unit: UnitOfWork) {}

  /** How long it takes from a package to Log In: median and 95th percentile by site, provider instance or week. */
  @Get()
  async read(@CurrentOperator() operator: Operator, @Query() query: TimeToLaunchableQuery): Promise<TimeToLaunchableView> {
    return readTimeToLaunchable(this.unit.reads, operator.scope, query);
  }
}
