import { IsBoolean, IsInt, IsString, Max, MaxLength, Min, MinLength, ValidateIf } from 'class-validator';

export class SupportSettingsBody {
  /** How long a code lives until somebody joins by it. */
  @IsInt()
  @Min(1)
  @Max(10)
  codeMinutes!: number;

  /** How long a link lives until somebody joins by it. */
  @IsInt()
  @Min(1)
  @Max(24)
  linkHours!: number;

  /** How many sessions of one host may go on at once. */
  @IsInt()
  @Min(1)
  @Max(1_000)
  livePerHost!: number;

  /** How many codes one host may make in 24 hours. */
  @IsInt()
  @Min(1)
  @Max(10_000)
  codesPerDay!: number;
}

export class KillSwitchBody {
  @IsBoolean()
  stopped!: boolean;

  /** Why; needed to stop. */
  @ValidateIf((body: KillSwitchBody) => body.stopped !== false || body.reason !== undefined)
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason?: string;
}
