import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../accounts/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch } from '../platform/http/index.js';
import { CreatePolicyBody } from './create-policy.body.js';
import { CreatePolicy } from './create-policy.js';
import { DeletePolicy } from './delete-policy.js';
import { PolicyQuery } from './policy.query.js';
import { PolicyPage, PolicyView } from './policy.view.js';
import { listPolicies, policyById } from './read-policies.js';
import { ReplacePolicyBody } from './replace-policy.body.js';
import { ReplacePolicy } from './replace-policy.js';

@ApiTags('policies')
@Controller('api/v1/policies')
export class PoliciesController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreatePolicy,
    private readonly replacing: ReplacePolicy,
    private readonly deleting: DeletePolicy,
  ) {}

  @Get()
  @Requires('policies.read')
  async list(@CurrentOperator() operator: Operator, @Query() query: PolicyQuery): Promise<PolicyPage> {
    return listPolicies(this.unit.reads, operator.scope, query);
  }

  @Post()
  @Requires('policies.change')
  @Consequential()
  async create(@CurrentOperator() operator: Operator, @Body() body: CreatePolicyBody): Promise<PolicyView> {
    return this.creating.run(operator, body);
  }

  @Get(':id')
  @Requires('policies.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<PolicyView> {
    return policyById(this.unit.reads, operator.scope, id);
  }

  @Put(':id')
  @Requires('policies.change')
  @Consequential()
  async replace(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('required') expected: ExpectedVersion,
    @Body() body: ReplacePolicyBody,
  ): Promise<PolicyView> {
    return this.replacing.run(operator, id, body, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('policies.change')
  @Consequential()
  async delete(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.deleting.run(operator, id, expected);
  }
}
