import { Transform } from 'class-transformer';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsISO8601, IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';

const MODES = ['desktop', 'terminal', 'files'] as const;

export class LaunchQuery extends ListQuery {
  @IsOptional()
  @IsUUID()
  deviceId?: string;

  @IsOptional()
  @IsUUID()
  clientId?: string;

  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  operatorId?: string;

  /** Only those that are open, or only those that are over. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  live?: boolean;

  @ApiProperty({ enum: MODES, enumName: 'LaunchMode', required: false })
  @IsOptional()
  @IsIn(MODES)
  mode?: 'desktop' | 'terminal' | 'files';

  /** Requested from this moment on. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  from?: string;

  /** Requested before this moment. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  to?: string;
}
