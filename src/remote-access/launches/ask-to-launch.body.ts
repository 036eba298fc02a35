import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

const MODES = ['desktop', 'terminal', 'files'] as const;

export class AskToLaunchBody {
  @IsUUID()
  deviceId!: string;

  @IsIn(MODES)
  mode!: (typeof MODES)[number];

  /** What whoever is asked is told. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  reason?: string;
}

export class DecideLaunchBody {
  @IsIn(['grant', 'refuse'])
  decision!: 'grant' | 'refuse';
}
