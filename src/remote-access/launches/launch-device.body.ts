import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

const MODES = ['desktop', 'terminal', 'files'] as const;

export class LaunchDeviceBody {
  /** What to open. */
  @IsIn(MODES)
  mode!: (typeof MODES)[number];

  /** Why; kept with the session and shown in the access report. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}
