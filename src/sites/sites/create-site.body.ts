import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, IsUUID, Length, MaxLength, ValidateNested } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';
import { IsTimeZone } from './time-zone.js';

export class PlacementBody {
  @IsUUID()
  providerInstanceId!: string;

  /** Why this one, for the record. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class CreateSiteBody {
  @IsUUID()
  clientId!: string;

  @trimmed
  @IsString()
  @Length(1, 120)
  name!: string;

  /** By default the installation's. */
  @IsOptional()
  @IsTimeZone()
  timeZone?: string;

  @IsOptional()
  @IsString()
  @MaxLength(120)
  region?: string | null;

  /** By default in the site's region, else where the client's first site is, else nearest to the caller. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PlacementBody)
  placement?: PlacementBody | null;
}
