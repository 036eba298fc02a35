import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';

export class SiteQuery extends ListQuery {
  @IsOptional()
  @IsUUID()
  clientId?: string;

  /** Only sites where remote access is enabled, or only those where it is not. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  enabled?: boolean;
}
