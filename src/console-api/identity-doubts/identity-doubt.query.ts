import { IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';

export class IdentityDoubtQuery extends ListQuery {
  @IsOptional()
  @IsUUID()
  deviceId?: string;
}
