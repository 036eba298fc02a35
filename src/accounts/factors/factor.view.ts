import { ApiProperty } from '@nestjs/swagger';
import { FACTOR_KINDS, type FactorKind } from './factor.js';

export class FactorView {
  id!: string;
  @ApiProperty({ enum: FACTOR_KINDS, enumName: 'FactorKind' })
  kind!: FactorKind;
  name!: string;
  createdAt!: Date;
  lastUsedAt!: Date | null;
  /** Whether the passkey cannot leave its device. */
  deviceBound!: boolean;
}

export class FactorsView {
  items!: FactorView[];
  recoveryCodesLeft!: number;
  /** The kinds that count for the caller's role, the better one first. */
  @ApiProperty({ enum: FACTOR_KINDS, enumName: 'FactorKind', isArray: true })
  kinds!: FactorKind[];
  /** Whether nobody gets in without a second factor. */
  mandatory!: boolean;
}

/** A factor that was just enrolled. */
export class EnrolledView {
  factor!: FactorView;
  /** Shown once, with the first factor. */
  recoveryCodes!: string[] | null;
  /** Whether the login is complete with it. */
  @ApiProperty({ enum: ['complete', 'factorRequired', 'enrolmentRequired'] })
  state!: 'complete' | 'factorRequired' | 'enrolmentRequired';
}

export class RecoveryCodesView {
  /** Shown once. */
  recoveryCodes!: string[];
}

/** What an authenticator app needs, as text and as the address in a QR code. */
export class OneTimeSecretView {
  secret!: string;
  uri!: string;
}

/** What the browser hands to its authenticator (WebAuthn, as JSON). */
export class PasskeyOptionsView {
  @ApiProperty({ type: 'object', additionalProperties: true })
  options!: object;
}

export class PasskeyLoginOptionsView extends PasskeyOptionsView {
  challengeId!: string;
}

export class StepUpOptionsView {
  @ApiProperty({ enum: FACTOR_KINDS, enumName: 'FactorKind', isArray: true })
  methods!: FactorKind[];
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  passkey!: object | null;
}
