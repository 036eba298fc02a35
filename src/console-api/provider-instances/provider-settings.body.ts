import { IsBoolean, IsInt, IsOptional, IsString, Length, Max, Min, ValidateIf } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';
import { NamedPlaceBody } from './named-place.body.js';

/** What is to be different; null takes a limit away. */
export class ChangeProviderSettingsBody extends NamedPlaceBody {
  /** Lets nobody in from now on, and says why; null lets people in again. Sessions that are open go on. */
  @IsOptional()
  @trimmed
  @IsString()
  @Length(3, 300)
  pausedReason?: string | null;

  /** No launch lasts longer, whatever its policy says. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1440)
  longestLaunchMinutes?: number | null;

  /** No new site is placed here once it serves so many devices; null takes the limit away. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  capacity?: number | null;

  /** False: the sites that are here stay, and none is added. */
  @ValidateIf((_, takesSites) => takesSites !== undefined)
  @IsBoolean()
  takesSites?: boolean;
}
