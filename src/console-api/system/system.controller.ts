import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PlaceQuery } from './place.query.js';
import { readOverview } from './read-overview.js';
import { readSystem } from './read-system.js';
import { OverviewView, SystemView } from './system.view.js';

@ApiTags('operations')
@Controller('api/v1')
export class SystemController {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  /** Lag, backlog, agents online, providers and versions. */
  @Get('system')
  @Requires('security.manage')
  async system(): Promise<SystemView> {
    return readSystem(this.unit.reads, this.clock, this.config.separation);
  }

  /** How everything in the caller's scope stands. */
  @Get('overview')
  @Requires('devices.read')
  async overview(@CurrentOperator() operator: Operator, @Query() query: PlaceQuery): Promise<OverviewView> {
    return readOverview(this.unit.reads, operator, query);
  }
}
