import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';

/** `https://help.example.org`; plain http on loopback only, for trying it out. */
const ORIGIN = /^(https:\/\/[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?$/;

export class HelpWidgetBody {
  @trimmed
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  name!: string;

  @IsUUID()
  siteId!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique()
  @Matches(ORIGIN, { each: true, message: 'must be origins of the form https://help.example.org' })
  origins!: string[];
}
