import { IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';

export class AssignmentQuery extends ListQuery {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  packageId?: string;
}
