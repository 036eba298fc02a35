import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { ChangeExclusionBody } from './change-exclusion.body.js';
import { ChangeExclusion } from './change-exclusion.js';
import { CreateExclusionBody } from './create-exclusion.body.js';
import { CreateExclusion } from './create-exclusion.js';
import { EndExclusion } from './end-exclusion.js';
import { ExclusionQuery } from './exclusion.query.js';
import { ExclusionPage, ExclusionView } from './exclusion.view.js';
import { exclusionById, listExclusions } from './read-exclusions.js';

@ApiTags('exclusions')
@Controller('api/v1/exclusions')
export class ExclusionsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly creating: CreateExclusion,
    private readonly changing: ChangeExclusion,
    private readonly ending: EndExclusion,
  ) {}

  /** Those that hold and those that have ended. */
  @Get()
  @Requires('policies.read')
  async list(@CurrentOperator() operator: Operator, @Query() query: ExclusionQuery): Promise<ExclusionPage> {
    return listExclusions(this.unit.reads, operator.scope, query);
  }

  /** Leaves a site, a device group or a device out, or freezes it as it is. */
  @Post()
  @Consequential()
  @Requires('policies.change')
  async create(@CurrentOperator() operator: Operator, @Body() body: CreateExclusionBody): Promise<ExclusionView> {
    return this.creating.run(operator, body);
  }

  @Get(':id')
  @Requires('policies.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<ExclusionView> {
    return exclusionById(this.unit.reads, operator.scope, id);
  }

  /** Another reason or expiry. */
  @Patch(':id')
  @Consequential()
  @Requires('policies.change')
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('required') expected: ExpectedVersion,
    @Body() body: ChangeExclusionBody,
  ): Promise<ExclusionView> {
    return this.changing.run(operator, id, body, expected);
  }

  /** Ends it; it stays in the list as history. */
  @Delete(':id')
  @Consequential()
  @HttpCode(204)
  @Requires('policies.change')
  async end(@CurrentOperator() operator: Operator, @Param('id') id: string, @IfMatch('optional') expected: ExpectedVersion): Promise<void> {
    await this.ending.run(operator, id, expected);
  }
}
