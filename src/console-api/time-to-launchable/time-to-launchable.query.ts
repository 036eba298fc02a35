import { IsIn, IsISO8601, IsOptional } from 'class-validator';

export const GROUPINGS = ['site', 'provider', 'week'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export class TimeToLaunchableQuery {
  @IsOptional()
  @IsIn(GROUPINGS)
  groupBy?: Grouping = 'week';

  /** Ready from this moment on; by default the last 12 weeks. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  from?: string;

  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  to?: string;
}
