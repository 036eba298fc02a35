import { Transform } from 'class-transformer';
import { IsOptional, IsRFC3339, IsString, Length, ValidateIf } from 'class-validator';

/** What can be said anew; for another target or kind end this one and make another. */
export class ChangeExclusionBody {
  @ValidateIf((body: ChangeExclusionBody) => body.reason !== undefined)
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 500)
  reason?: string;

  /** Null: never ends by itself. */
  @IsOptional()
  @IsRFC3339()
  expiresAt?: string | null;
}
