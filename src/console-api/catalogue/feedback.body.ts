import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';

export class FeedbackBody {
  /** Whether the remedy fixed it. */
  @IsBoolean()
  helped!: boolean;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  note?: string;
}
