import { IsBoolean, IsString, MaxLength, MinLength, ValidateIf } from 'class-validator';

export class ChangeFreezeBody {
  @IsBoolean()
  frozen!: boolean;

  /** Why; needed to freeze. */
  @ValidateIf((body: ChangeFreezeBody) => body.frozen !== false || body.reason !== undefined)
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason?: string;
}
