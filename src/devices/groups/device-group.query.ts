import { IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';

export class DeviceGroupQuery extends ListQuery {
  /** Only those of one client. */
  @IsOptional()
  @IsUUID()
  clientId?: string;
}
