import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch, ListQuery } from '../../platform/http/index.js';
import { PolicyView } from '../policy.view.js';
import { policyById } from '../read-policies.js';
import { DiffQuery } from './diff.query.js';
import { PolicyVersionDiffView, PolicyVersionPage } from './policy-version.view.js';
import { differenceOfVersions, listPolicyVersions } from './read-policy-versions.js';
import { RestorePolicyVersion } from './restore-policy-version.js';

/** What a policy said before, and who changed it. */
@ApiTags('policies')
@Controller('api/v1/policies/:id/versions')
export class PolicyVersionsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly restoring: RestorePolicyVersion,
  ) {}

  @Get()
  @Requires('policies.read')
  async list(@CurrentOperator() operator: Operator, @Param('id') id: string, @Query() query: ListQuery): Promise<PolicyVersionPage> {
    await policyById(this.unit.reads, operator.scope, id);
    return listPolicyVersions(this.unit.reads, id, query);
  }

  /** What separates a version from another one, or from the one before it. */
  @Get(':version/diff')
  @Requires('policies.read')
  async diff(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Param('version') version: string,
    @Query() { against }: DiffQuery,
  ): Promise<PolicyVersionDiffView> {
    await policyById(this.unit.reads, operator.scope, id);
    return differenceOfVersions(this.unit.reads, id, version, against);
  }

  /** Makes what a version said the newest version. */
  @Post(':version/restore')
  @HttpCode(200)
  @Requires('policies.change')
  @Consequential()
  async restore(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Param('version') version: string,
    @IfMatch('required') expected: ExpectedVersion,
  ): Promise<PolicyView> {
    return this.restoring.run(operator, id, version, expected);
  }
}
