import { ApiProperty } from '@nestjs/swagger';
import { LAUNCH_PERMISSIONS, type LaunchPermission } from './launchability.js';

/** A single-use credential for one launch, to be posted by the same browser within a minute. */
export class LaunchTicketView {
  launchId!: string;
  /** Shown once. */
  ticket!: string;
  /** Path to submit an HTML form to. */
  redeemUrl!: string;
  expiresAt!: string;
}

/** Whether the caller may open a device now; the same answer stands behind the icon, the hover card and the gate. */
export class LaunchabilityView {
  allowed!: boolean;
  /** A code of the status catalogue, null when allowed. */
  code!: string | null;
  title!: string;
  detail!: string;
  whoCanFix!: string | null;
  fixUrl!: string | null;
  /** Whom the caller may ask under `/launch-permissions`, where that is what it takes. */
  @ApiProperty({ enum: LAUNCH_PERMISSIONS, enumName: 'LaunchPermission', nullable: true })
  ask!: LaunchPermission | null;
  /** Whether a reason is asked for. */
  @ApiProperty({ enum: ['off', 'optional', 'required'] })
  joinReason!: 'off' | 'optional' | 'required';
  /** The form of the reason as a regular expression, empty for any text. */
  joinReasonPattern!: string;
  /** Whether a fresh proof of a second factor is asked for. */
  proofWanted!: boolean;
}
