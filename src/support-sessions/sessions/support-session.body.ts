import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsEmail, IsIn, IsISO8601, IsObject, IsOptional, IsString, IsUUID, MaxLength, MinLength, ValidateNested } from 'class-validator';
import type { SupportSessionKind } from '../../../contracts/guest-protocol.js';
import { trimmed } from '../../platform/http/index.js';
import { IsTimeZone } from '../../sites/index.js';
import { SESSION_KINDS } from './support-session.view.js';

export class InviteGuestBody {
  @IsEmail()
  @MaxLength(254)
  email!: string;

  /** In which the mail says until when it is good; that of the site, or of the installation, unless said. */
  @IsOptional()
  @IsTimeZone()
  timeZone?: string;
}

export class CreateSupportSessionBody {
  @trimmed
  @IsString()
  @MinLength(1)
  @MaxLength(120)
  name!: string;

  @ApiProperty({ enum: SESSION_KINDS, enumName: 'SupportSessionKind', required: false })
  @IsOptional()
  @IsIn(SESSION_KINDS)
  kind?: SupportSessionKind = 'support';

  /** Why; the guest sees it. */
  @IsOptional()
  @trimmed
  @IsString()
  @MaxLength(500)
  reason?: string;

  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** When it is to be, within a day; invitations carry it as an appointment. */
  @IsOptional()
  @IsISO8601({ strict: true })
  plannedFor?: string;

  /** Held at this provider's own pages, by its own client, instead of here. */
  @IsOptional()
  @IsUUID()
  providerInstanceId?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => InviteGuestBody)
  invite?: InviteGuestBody;
}

export class SayBody {
  @trimmed
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  text!: string;
}

export class TransferBody {
  @IsUUID()
  userId!: string;
}

export class ConsentBody {
  @IsBoolean()
  view!: boolean;

  @IsBoolean()
  control!: boolean;

  @IsBoolean()
  clipboard!: boolean;
}

export class AdmitGuestBody {
  /** What the guest is asked for; all of it unless said. Asked again, he is asked again. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ConsentBody)
  wants?: ConsentBody;
}

export class OfferEnrolmentBody {
  @IsUUID()
  siteId!: string;
}

export class SignalBody {
  /** As the stream of signals has named it. */
  @IsUUID()
  viewer!: string;

  /** An offer, an answer or a candidate of WebRTC; relayed as it is. */
  @IsObject()
  signal!: Record<string, unknown>;
}
