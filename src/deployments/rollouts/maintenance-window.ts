import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, Matches } from 'class-validator';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** When changes may be released: by the clock of each site's time zone. */
export class MaintenanceWindow {
  /** The days on which it begins. */
  @ApiProperty({ enum: DAYS, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(DAYS, { each: true })
  days!: (typeof DAYS)[number][];

  @ApiProperty({ type: String, example: '22:00' })
  @Matches(TIME, { message: 'must be a time such as 22:00' })
  from!: string;

  /** Where it is not later than `from`, the window ends on the next day. */
  @ApiProperty({ type: String, example: '04:00' })
  @Matches(TIME, { message: 'must be a time such as 04:00' })
  to!: string;
}
