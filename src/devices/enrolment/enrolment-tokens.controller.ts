import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ShownOnce } from '../../platform/http/index.js';
import { CreateEnrolmentTokenBody } from './create-enrolment-token.body.js';
import { CreateEnrolmentToken } from './create-enrolment-token.js';
import { EnrolmentTokenQuery } from './enrolment-token.query.js';
import { EnrolmentTokenPage, NewEnrolmentTokenView } from './enrolment-token.view.js';
import { listEnrolmentTokens } from './read-enrolment-tokens.js';
import { RevokeEnrolmentToken } from './revoke-enrolment-token.js';

@ApiTags('enrolment')
@Controller('api/v1/enrolment-tokens')
export class EnrolmentTokensController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreateEnrolmentToken,
    private readonly revoking: RevokeEnrolmentToken,
  ) {}

  @Get()
  @Requires('sites.change')
  async list(@CurrentOperator() operator: Operator, @Query() query: EnrolmentTokenQuery): Promise<EnrolmentTokenPage> {
    return listEnrolmentTokens(this.unit.reads, operator.scope, query);
  }

  @Post()
  @Requires('sites.change')
  @ShownOnce()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateEnrolmentTokenBody): Promise<NewEnrolmentTokenView> {
    return this.creating.run(operator, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('sites.change')
  async revoke(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    await this.revoking.run(operator, id);
  }
}
