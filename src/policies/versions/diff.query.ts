import { IsOptional, Matches } from 'class-validator';

export class DiffQuery {
  /** The version to compare with; without it, the one before. */
  @IsOptional()
  @Matches(/^\d{1,9}$/)
  against?: string;
}
