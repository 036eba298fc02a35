import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IdentityDoubtQuery } from './identity-doubt.query.js';
import { IdentityDoubtPage } from './identity-doubt.view.js';
import { listIdentityDoubts } from './read-identity-doubts.js';

@ApiTags('devices')
@Controller('api/v1/identity-doubts')
@Requires('devices.read')
export class IdentityDoubtsController {
  constructor(private readonly unit: UnitOfWork) {}

  /** Devices in quarantine, and devices that a new installation claims to be; each waits for somebody's decision. */
  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: IdentityDoubtQuery): Promise<IdentityDoubtPage> {
    return listIdentityDoubts(this.unit.reads, operator.scope, query);
  }
}
