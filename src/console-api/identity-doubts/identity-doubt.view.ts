import { ApiProperty } from '@nestjs/swagger';
import { OPERATING_SYSTEMS, type OperatingSystem } from '../../../contracts/agent-protocol.js';
import { pageOf } from '../../platform/http/page.view.js';

export const QUARANTINE_REASONS = ['two-running', 'other-hardware', 'not-approved', 'unknown'] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** A new installation on known hardware that asks to be this device. */
export class ReImageClaimView {
  claimedAt!: Date;
  /** The site of the token it came with; null where the caller may not see that site. */
  siteName!: string | null;
  /** It came with a token whose devices somebody has to approve. */
  awaitsApproval!: boolean;
  /** True: it takes effect without anybody, once the former installation has been silent long enough. */
  settlesByItself!: boolean;
}

/** Why a device gets nothing until somebody has looked at it. */
export class QuarantineView {
  since!: Date | null;
  /** Two installations with its key were connected at once; its key came from other hardware; it is new, and came with a token whose devices somebody has to approve. */
  @ApiProperty({ enum: QUARANTINE_REASONS, enumName: 'QuarantineReason' })
  reason!: QuarantineReason;
}

/** A device of which only a person can say who it is. */
export class IdentityDoubtView {
  /** Of the device. */
  id!: string;
  name!: string;
  clientName!: string;
  siteName!: string;
  @ApiProperty({ enum: OPERATING_SYSTEMS, enumName: 'OperatingSystem' })
  os!: OperatingSystem;
  osVersion!: string;
  /** Of the installation that is trusted so far. */
  online!: boolean;
  lastSeenAt!: Date | null;
  claim!: ReImageClaimView | null;
  quarantine!: QuarantineView | null;
}

export class IdentityDoubtPage extends pageOf(IdentityDoubtView) {}
