import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentOperator, type Operator, Requires } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Consequential, type ExpectedVersion, IfMatch } from '../../platform/http/index.js';
import { AssignPackageBody } from './assign-package.body.js';
import { AssignPackage } from './assign-package.js';
import { AssignmentQuery } from './assignment.query.js';
import { AssignedView, AssignmentPage, AssignmentView } from './assignment.view.js';
import { ChangeAssignmentBody } from './change-assignment.body.js';
import { ChangeAssignment } from './change-assignment.js';
import { assignmentById, listAssignments } from './read-assignments.js';
import { UnassignPackage } from './unassign-package.js';

@ApiTags('assignments')
@Controller('api/v1/assignments')
export class AssignmentsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly assigning: AssignPackage,
    private readonly changing: ChangeAssignment,
    private readonly unassigning: UnassignPackage,
  ) {}

  @Get()
  @Requires('policies.read')
  async list(@CurrentOperator() operator: Operator, @Query() query: AssignmentQuery): Promise<AssignmentPage> {
    return listAssignments(this.unit.reads, operator.scope, query);
  }

  /** Puts a package on many sites at once. */
  @Post()
  @Requires('policies.change')
  @Consequential()
  async assign(@CurrentOperator() operator: Operator, @Body() body: AssignPackageBody): Promise<AssignedView> {
    return this.assigning.run(operator, body);
  }

  @Get(':id')
  @Requires('policies.read')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<AssignmentView> {
    return assignmentById(this.unit.reads, operator.scope, id);
  }

  @Patch(':id')
  @Requires('policies.change')
  @Consequential()
  async change(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('required') expected: ExpectedVersion,
    @Body() body: ChangeAssignmentBody,
  ): Promise<AssignmentView> {
    return this.changing.run(operator, id, body, expected);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('policies.change')
  @Consequential()
  async unassign(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @IfMatch('optional') expected: ExpectedVersion,
  ): Promise<void> {
    await this.unassigning.run(operator, id, expected);
  }
}
