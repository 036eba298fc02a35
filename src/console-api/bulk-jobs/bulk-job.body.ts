import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional, IsRFC3339, IsString, IsUUID, Length, ValidateNested } from 'class-validator';
import { AreTags, MOST_TAGS } from '../../devices/index.js';
import { trimmed } from '../../platform/http/index.js';
import { DeviceFilter } from '../devices/device.query.js';

export const BULK_ACTS = ['retry', 'change-tags', 'move', 'assign-package', 'exclude', 'uninstall'] as const;
/** What can be done to many devices in one act. */
export type BulkAct = (typeof BULK_ACTS)[number];

/** More than one would tick by hand; whoever means more means a filter. */
const MOST_NAMED = 1_000;

/** Exactly one of `deviceIds` and `filter`. */
export class SelectionBody {
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_NAMED)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  deviceIds?: string[];

  /** Every device that a list with these parameters would show, at the moment when the act begins. */
  @ApiProperty({ type: DeviceFilter, required: false })
  @IsOptional()
  @Type(() => DeviceFilter)
  @ValidateNested()
  filter?: DeviceFilter;

  /** What the filter finds and is not meant. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_NAMED)
  @IsUUID('all', { each: true })
  except?: string[];
}

/** One act over many devices; which of the further members it takes depends on the act. */
export class BulkJobBody {
  @ApiProperty({ enum: BULK_ACTS, enumName: 'BulkAct' })
  @IsIn(BULK_ACTS)
  act!: BulkAct;

  @ApiProperty({ type: SelectionBody })
  @Type(() => SelectionBody)
  @ValidateNested()
  selection!: SelectionBody;

  /** `change-tags`: what each device gets besides the tags it has. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(MOST_TAGS)
  @AreTags()
  addTags?: string[];

  /** `change-tags`: what each device loses. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(MOST_TAGS)
  @AreTags()
  removeTags?: string[];

  /** `move`: where the devices go. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** `assign-package`: what the sites of the devices get. */
  @IsOptional()
  @IsUUID()
  packageId?: string;

  /** `exclude`: shown to everybody who wonders why a device is left out. */
  @IsOptional()
  @trimmed
  @IsString()
  @Length(1, 500)
  reason?: string;

  /** `exclude`: ends by itself then; never unless said. */
  @IsOptional()
  @IsRFC3339()
  expiresAt?: string | null;
}
