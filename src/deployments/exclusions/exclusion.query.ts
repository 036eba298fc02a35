import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { ListQuery } from '../../platform/http/list.query.js';
import { EXCLUSION_KINDS, type ExclusionKind } from './exclusion.entity.js';

export class ExclusionQuery extends ListQuery {
  /** Those of the site, of its devices, and of groups that have devices there. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** Those that reach the device: its own, and those of its groups and its site. */
  @IsOptional()
  @IsUUID()
  deviceId?: string;

  @IsOptional()
  @IsUUID()
  deviceGroupId?: string;

  /** Those that concern the sites that have this package. */
  @IsOptional()
  @IsUUID()
  packageId?: string;

  @ApiProperty({ enum: EXCLUSION_KINDS, enumName: 'ExclusionKind', required: false })
  @IsOptional()
  @IsIn(EXCLUSION_KINDS)
  kind?: ExclusionKind;

  /** Only those that hold now, or only those that have ended. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  live?: boolean;
}
