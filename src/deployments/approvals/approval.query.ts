import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';
import { APPROVAL_STATES } from './approval.view.js';

export class ApprovalQuery extends ListQuery {
  @ApiProperty({ enum: APPROVAL_STATES, enumName: 'ApprovalState', required: false })
  @IsOptional()
  @IsIn(APPROVAL_STATES)
  state?: (typeof APPROVAL_STATES)[number];
}
