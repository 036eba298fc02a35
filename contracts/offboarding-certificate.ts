/** Names the form of the document; a reader that does not know it must not guess. */
export const CERTIFICATE_FORMAT = 'latchkey-offboarding-certificate/1';

/** What the root's endorsement of the certificate key is a signature over; no other kind of key is endorsed in these words. */
export const certificateKeyText = (id: string, publicKey: string): string => `latchkey-certificate-key:${id}:${publicKey}`;

export const REMOVAL_STATES = ['proven', 'waiting', 'unproven'] as const;
/** Gone from device and provider; on its way; or nobody waits for the proof any more. */
export type RemovalState = (typeof REMOVAL_STATES)[number];

export const REMOVAL_EVIDENCE = [
  'last-contact', 'removal-ordered', 'removed-at-device', 'absent-at-provider', 'never-installed', 'given-up', 'secret-blocked',
] as const;

/** One thing that is known: what, when, and who says so. */
export interface RemovalEvidence {
  readonly what: (typeof REMOVAL_EVIDENCE)[number];
  readonly at: string;
  readonly source: string;
  readonly detail: string;
}

/** How the removal of remote access from one device stands. */
export interface DeviceRemoval {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly os: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly state: RemovalState;
  readonly since: string;
  /** Why it waits or is not proven, in the catalogue's words. */
  readonly code: string | null;
  readonly says: string;
  readonly evidence: readonly RemovalEvidence[];
}

export type RemovalCounts = Readonly<Record<RemovalState | 'devices', number>>;

/** What is so at `statedAt`, without a signature. */
export interface OffboardingStatement {
  readonly format: typeof CERTIFICATE_FORMAT;
  /** `interim` while anything still waits; only `final` is the end of it. */
  readonly kind: 'interim' | 'final';
  readonly notice: string;
  readonly statedAt: string;
  readonly installation: { readonly id: string; readonly name: string };
  readonly client: { readonly id: string; readonly name: string };
  readonly offboarding: { readonly id: string; readonly startedAt: string; readonly requestedBy: string; readonly reason: string };
  readonly counts: RemovalCounts;
  readonly devices: readonly DeviceRemoval[];
}

/**
 * A statement under a key that the installation's root endorses. The file is the RFC 8785 text of this object, byte for byte;
 * `signature` is Ed25519 over the RFC 8785 text of all its other fields.
 */
export interface OffboardingCertificate extends OffboardingStatement {
  readonly key: { readonly id: string; readonly publicKey: string; readonly rootKeyId: string; readonly endorsement: string };
  readonly signature: string;
}
