import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class RetryCauseBody {
  /** Needed where the catalogue says that trying again does not help. */
  @IsOptional()
  @IsString()
  @MinLength(3)
  @MaxLength(500)
  reason?: string;
}
