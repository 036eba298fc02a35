import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { ByPeople, CurrentOperator, type Operator, Requires, StepUp } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ApprovalNeededView } from '../plan/plan.view.js';
import { ApprovalQuery } from './approval.query.js';
import { ApprovalPage, ApprovalView } from './approval.view.js';
import { DecideApprovalBody } from './decide-approval.body.js';
import { DecideApproval } from './decide-approval.js';
import { approvalById, listApprovals } from './read-approvals.js';

@ApiTags('rollouts')
@ApiExtraModels(ApprovalNeededView)
@Controller('api/v1/approvals')
@Requires('policies.change')
export class ApprovalsController {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly deciding: DecideApproval,
  ) {}

  @Get()
  async list(@CurrentOperator() operator: Operator, @Query() query: ApprovalQuery): Promise<ApprovalPage> {
    return listApprovals(this.unit.reads, operator, query);
  }

  @Get(':id')
  async one(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<ApprovalView> {
    return approvalById(this.unit.reads, operator, id);
  }

  /** Approving carries the stored request out, under its author's rights and only if its plan still holds. Both persons prove it by passkey where factors are demanded. */
  @Post(':id')
  @HttpCode(200)
  @ByPeople()
  @StepUp('unphishable')
  async decide(@CurrentOperator() operator: Operator, @Param('id') id: string, @Body() body: DecideApprovalBody): Promise<ApprovalView> {
    return this.deciding.run(operator, id, body.decision, body.note ?? '');
  }
}
