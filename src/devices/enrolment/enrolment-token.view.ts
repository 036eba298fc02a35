import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../platform/http/page.view.js';

export class EnrolmentTokenView {
  id!: string;
  siteId!: string;
  siteName!: string;
  clientId!: string;
  clientName!: string;
  expiresAt!: Date;
  /** Null where any number of devices may use it. */
  @ApiProperty({ type: Number, nullable: true })
  maxUses!: number | null;
  uses!: number;
  /** The devices that it lets in get nothing until somebody approves them. */
  quarantine!: boolean;
  @ApiProperty({ enum: ['valid', 'expired', 'used-up', 'revoked'], enumName: 'EnrolmentTokenState' })
  state!: 'valid' | 'expired' | 'used-up' | 'revoked';
  createdAt!: Date;
}

/** The only answer that ever holds the token itself. */
export class NewEnrolmentTokenView extends EnrolmentTokenView {
  /** `lke_<id>_<secret>_<fingerprint of the server's root key>`; shown this once. */
  token!: string;
}

export class EnrolmentTokenPage extends pageOf(EnrolmentTokenView) {}
