import { IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';

/** As long as the region that a site asks for. */
export const LONGEST_REGION = 120;

/** How an instance is called and where it is; each stays as it is where nothing is said. */
export class NamedPlaceBody {
  @ValidateIf((_, name) => name !== undefined)
  @trimmed
  @IsString()
  @Length(1, 100)
  name?: string;

  /** Sites of this region, and those whose creator is near it, are placed here. */
  @IsOptional()
  @trimmed
  @IsString()
  @Length(1, LONGEST_REGION)
  region?: string | null;
}
