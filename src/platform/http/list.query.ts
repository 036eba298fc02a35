import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** What every list understands. */
export class ListQuery {
  /** How many items at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number = 50;

  /** `nextCursor` of the previous page, with the same sort. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  /** Columns separated by commas, `-` for descending. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(/^-?[a-zA-Z]+(,-?[a-zA-Z]+)*$/, { message: 'must be column names separated by commas' })
  sort?: string;

  /** Words that must all be found. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;
}
