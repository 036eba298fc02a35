import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { trimmed } from '../../platform/http/index.js';
import { MAIL_SECURITY, type MailSecurity } from '../../platform/mail/mail-server.js';

export class MailSettingsBody {
  /** Name or address of the mail server. */
  @trimmed
  @Matches(/^[a-z0-9:]([a-z0-9.:-]{0,251}[a-z0-9:])?$/i, { message: 'must be a host name or an IP address' })
  host!: string;

  @IsInt()
  @Min(1)
  @Max(65_535)
  port!: number;

  /** `tls` from the first byte on (usually port 465), `starttls` (587), `none` (inside a network only, without a password). */
  @ApiProperty({ enum: MAIL_SECURITY, enumName: 'MailSecurity' })
  @IsIn(MAIL_SECURITY)
  security!: MailSecurity;

  /** Null: nobody signs in. */
  @ApiProperty({ type: String, nullable: true, required: false })
  @IsOptional()
  @trimmed
  @IsString()
  @Length(1, 254)
  user?: string | null;

  /** Is kept so that it can be used and never be read again; left out: it stays as it is. */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  password?: string;

  @trimmed
  @IsEmail()
  @MaxLength(254)
  fromAddress!: string;

  @trimmed
  @IsString()
  @Length(1, 120)
  fromName!: string;
}

export class TestMailBody {
  @trimmed
  @IsEmail()
  @MaxLength(254)
  to!: string;
}
