import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsIn, IsOptional, IsRFC3339, IsString, IsUUID, Length, ValidateNested } from 'class-validator';
import { EXCLUSION_KINDS, type ExclusionKind } from './exclusion.entity.js';

/** Exactly one of the three. */
export class ExclusionTargetBody {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  @IsOptional()
  @IsUUID()
  deviceGroupId?: string;

  @IsOptional()
  @IsUUID()
  deviceId?: string;
}

export class CreateExclusionBody {
  /** `exclude`: left out, remote access is removed; `pin`: frozen as it is. */
  @ApiProperty({ enum: EXCLUSION_KINDS, enumName: 'ExclusionKind' })
  @IsIn(EXCLUSION_KINDS)
  kind!: ExclusionKind;

  @ApiProperty({ type: ExclusionTargetBody })
  @Type(() => ExclusionTargetBody)
  @ValidateNested()
  target!: ExclusionTargetBody;

  /** Shown to everybody who wonders why the device is left out. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 500)
  reason!: string;

  /** Ends by itself then; never unless said. */
  @IsOptional()
  @IsRFC3339()
  expiresAt?: string | null;
}
