import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';

export class PackageSiteQuery extends ListQuery {
  @IsOptional()
  @IsUUID()
  clientId?: string;

  /** Only sites that have the package, or only those that have not. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  assigned?: boolean;
}
