import { IsISO8601, IsOptional, IsUUID } from 'class-validator';

export class AccessReportQuery {
  @IsUUID()
  siteId!: string;

  /** Sessions that were opened from this moment on; by default the last 31 days. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  from?: string;

  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  to?: string;
}
