import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { ListQuery } from '../platform/http/list.query.js';

export class AuditQuery extends ListQuery {
  @IsOptional()
  @Matches(/^[a-z-]+\.[a-z-]+$/, { message: 'must be <noun>.<verb>' })
  @MaxLength(80)
  action?: string;

  @ApiProperty({ enum: ['operator', 'device', 'system'], required: false })
  @IsOptional()
  @IsIn(['operator', 'device', 'system'])
  actorKind?: 'operator' | 'device' | 'system';

  @IsOptional()
  @IsUUID()
  actorId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(60)
  subjectKind?: string;

  @IsOptional()
  @IsUUID()
  subjectId?: string;

  @IsOptional()
  @IsUUID()
  clientId?: string;

  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  deviceId?: string;

  /** From this moment on. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  from?: string;

  /** Before this moment. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  to?: string;
}
