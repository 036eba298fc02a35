import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires, SignedIn } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ChangeFreezeBody } from './change-freeze.body.js';
import { ChangeFreeze, readFreeze } from './change-freeze.js';
import { FreezeView } from './freeze.view.js';

@ApiTags('rollouts')
@Controller('api/v1/freeze')
export class FreezeController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly changing: ChangeFreeze,
  ) {}

  /** Everybody may know why nothing moves. */
  @Get()
  @SignedIn()
  async read(): Promise<FreezeView> {
    return readFreeze(this.unit.reads);
  }

  /** Stops all new orders within seconds, or lets them go on by themselves. */
  @Put()
  @Requires('policies.change', 'security.manage')
  async change(@CurrentOperator() operator: Operator, @Body() body: ChangeFreezeBody): Promise<FreezeView> {
    return this.changing.run(operator, body);
  }
}
