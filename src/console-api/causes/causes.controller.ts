import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { CauseList, CauseRetriedView } from './cause.view.js';
import { readCauses } from './read-causes.js';
import { RetryCauseBody } from './retry-cause.body.js';
import { RetryCause } from './retry-cause.js';

@ApiTags('deployments')
@Controller('api/v1/causes')
@Requires('devices.read')
export class CausesController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly retrying: RetryCause,
  ) {}

  /** What fails, grouped by what causes it: 143 failures may be 3 causes. */
  @Get()
  async list(@CurrentOperator() operator: Operator): Promise<CauseList> {
    return readCauses(this.unit.reads, operator.scope);
  }

  /** Tries again at once on every device in scope that fails by this cause. */
  @Post(':fingerprint/retry')
  @HttpCode(200)
  @Requires('devices.repair')
  async retry(@CurrentOperator() operator: Operator, @Param('fingerprint') fingerprint: string, @Body() body: RetryCauseBody): Promise<CauseRetriedView> {
    return this.retrying.run(operator, fingerprint, body.reason ?? null);
  }
}
