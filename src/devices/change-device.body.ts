import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsOptional, IsString, IsUUID, Length, Matches, ValidateIf } from 'class-validator';
import { MOST_TAGS } from './change-devices.js';

/** Each of a list of texts can be a tag. */
export const AreTags = (): PropertyDecorator =>
  Matches(/^[\p{L}\p{N}][\p{L}\p{N} ._:-]{0,49}$/u, { each: true, message: 'each tag is 1 to 50 letters, digits, spaces or ._:-, beginning with a letter or digit' });

export class ChangeDeviceBody {
  /** Moves the device to this site; its remote access follows the new site's packages. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** Shown instead of the host name; null shows the host name again. */
  @ApiProperty({ type: String, nullable: true, required: false })
  @ValidateIf((body: ChangeDeviceBody) => body.displayName !== undefined && body.displayName !== null)
  @IsString()
  @Length(1, 120)
  displayName?: string | null;

  /** All tags of the device, not only new ones. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(MOST_TAGS)
  @AreTags()
  tags?: string[];
}
