import { IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';

export class EnrolmentTokenQuery extends ListQuery {
  @IsOptional()
  @IsUUID()
  siteId?: string;
}
