import { Type } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional, IsString, IsUUID, Length, MaxLength, ValidateIf, ValidateNested } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';
import { PlacementBody } from './create-site.body.js';
import { IsTimeZone } from './time-zone.js';

/** Present fields change; null clears where there is something to clear. */
export class ChangeSiteBody {
  @ValidateIf((_, value) => value !== undefined)
  @trimmed
  @IsString()
  @Length(1, 120)
  name?: string;

  /** Moves the site with all its devices to another client; packages of the old client have to be unassigned first. */
  @ValidateIf((_, value) => value !== undefined)
  @IsUUID()
  clientId?: string;

  @ValidateIf((_, value) => value !== undefined)
  @IsTimeZone()
  timeZone?: string;

  /** Whether whoever enters a device here proves anew who he is; decided by who manages security. */
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  sensitive?: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(120)
  region?: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PlacementBody)
  placement?: PlacementBody | null;
}
