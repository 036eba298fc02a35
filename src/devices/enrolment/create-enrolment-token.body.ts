import { IsBoolean, IsInt, IsOptional, IsRFC3339, IsUUID, Max, Min } from 'class-validator';

export class CreateEnrolmentTokenBody {
  /** Devices that use the token belong to this site. */
  @IsUUID()
  siteId!: string;

  /** At most a year ahead; in 24 hours unless said. */
  @IsOptional()
  @IsRFC3339()
  expiresAt?: string;

  /** How many devices it lets in; any number unless said. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxUses?: number;

  /** True: the devices that it lets in get nothing until somebody approves them. They get in unasked unless said. */
  @IsOptional()
  @IsBoolean()
  quarantine?: boolean;
}
