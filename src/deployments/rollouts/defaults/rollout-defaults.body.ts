import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsInt, IsObject, Matches, Max, Min, ValidateIf, ValidateNested } from 'class-validator';
import { MaintenanceWindow } from '../maintenance-window.js';
import { WAVE_SIZE } from '../wave-targets.js';

export class RolloutDefaultsBody {
  /** Sizes of the waves, counted from the first device on: numbers, or percentages of all. The last wave is always everybody. */
  @ApiProperty({ type: [String], example: ['1', '10', '100', '25%', '100%'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @Matches(WAVE_SIZE, { each: true, message: 'must be numbers such as 10, or percentages such as 25%' })
  waves!: string[];

  /** How long a wave that went well is watched before the next one opens. */
  @IsInt()
  @Min(0)
  @Max(604_800)
  soakSeconds!: number;

  /** How many devices at most are released in any minute; null: no cap. */
  @ApiProperty({ type: Number, nullable: true })
  @ValidateIf((_, value) => value !== null)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  ratePerMinute!: number | null;

  /** Null: at any time. */
  @ApiProperty({ type: MaintenanceWindow, nullable: true })
  @ValidateIf((_, value) => value !== null)
  @IsObject()
  @ValidateNested()
  @Type(() => MaintenanceWindow)
  window!: MaintenanceWindow | null;

  /** Whether a large change needs a second person. */
  @IsBoolean()
  needsSecondPerson!: boolean;
}
