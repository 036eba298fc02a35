import { ApiProperty } from '@nestjs/swagger';
import {
  CERTIFICATE_FORMAT,
  type DeviceRemoval,
  type OffboardingCertificate,
  REMOVAL_EVIDENCE,
  REMOVAL_STATES,
  type RemovalCounts,
  type RemovalEvidence,
  type RemovalState,
} from '../../../contracts/offboarding-certificate.js';

export class RemovalCountsView implements RemovalCounts {
  devices!: number;
  proven!: number;
  waiting!: number;
  unproven!: number;
}

export class RemovalEvidenceView implements RemovalEvidence {
  @ApiProperty({ enum: REMOVAL_EVIDENCE, enumName: 'RemovalEvidenceKind' })
  what!: RemovalEvidence['what'];
  at!: string;
  /** Who says so: an endpoint agent, a provider instance, an operator, or Latchkey itself. */
  source!: string;
  detail!: string;
}

export class DeviceRemovalView implements DeviceRemoval {
  deviceId!: string;
  deviceName!: string;
  os!: string;
  siteId!: string;
  siteName!: string;
  @ApiProperty({ enum: REMOVAL_STATES, enumName: 'RemovalState' })
  state!: RemovalState;
  since!: string;
  @ApiProperty({ type: String, nullable: true })
  code!: string | null;
  says!: string;
  evidence!: RemovalEvidenceView[];
}

export class OffboardingView {
  id!: string;
  clientId!: string;
  clientName!: string;
  reason!: string;
  requestedBy!: string;
  startedAt!: Date;
  /** `complete` once nothing is waited for any more, whether everything is proven or not. */
  @ApiProperty({ enum: ['removing', 'complete'] })
  state!: 'removing' | 'complete';
  archived!: boolean;
  counts!: RemovalCountsView;
  /** By site and name. */
  devices!: DeviceRemovalView[];
  /** The public root key (Ed25519, base64url) under which certificates of this installation are verified. */
  rootKey!: string | null;
}

export class InstallationOfCertificateView {
  id!: string;
  name!: string;
}

export class ClientOfCertificateView {
  id!: string;
  name!: string;
}

export class OffboardingOfCertificateView {
  id!: string;
  startedAt!: string;
  requestedBy!: string;
  reason!: string;
}

export class CertificateKeyView {
  id!: string;
  publicKey!: string;
  rootKeyId!: string;
  /** The root's signature over `latchkey-certificate-key:<id>:<publicKey>`. */
  endorsement!: string;
}

/** Sent as its RFC 8785 text: save it byte for byte, the signature covers every other field. */
export class OffboardingCertificateView implements OffboardingCertificate {
  @ApiProperty({ type: String })
  format!: typeof CERTIFICATE_FORMAT;
  @ApiProperty({ enum: ['interim', 'final'] })
  kind!: 'interim' | 'final';
  notice!: string;
  statedAt!: string;
  installation!: InstallationOfCertificateView;
  client!: ClientOfCertificateView;
  offboarding!: OffboardingOfCertificateView;
  counts!: RemovalCountsView;
  devices!: DeviceRemovalView[];
  key!: CertificateKeyView;
  signature!: string;
}
