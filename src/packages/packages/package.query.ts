import { IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';

export class PackageQuery extends ListQuery {
  /** Only those of one client. */
  @IsOptional()
  @IsUUID()
  clientId?: string;

  /** Only those that contain this policy. */
  @IsOptional()
  @IsUUID()
  policyId?: string;
}
