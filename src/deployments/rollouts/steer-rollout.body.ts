import { IsString, MaxLength, MinLength } from 'class-validator';

export class SteerRolloutBody {
  /** Goes on record. */
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason!: string;
}
