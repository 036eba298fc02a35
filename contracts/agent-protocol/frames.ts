/**
 * The wire between an endpoint agent and the agent gateway, `/agent/v1`. Shapes only.
 * Compatibility: fields are added, never reused; the server refuses unknown fields, the agent ignores them.
 * Public keys are raw 32-byte Ed25519 keys, signatures raw 64 bytes, both base64url without padding; times are RFC 3339 UTC.
 */
import type { Architecture, DeviceType, InstructionKind, OperatingSystem, PackageFormat, Step } from './vocabulary.js';

export const AGENT_PROTOCOL_VERSION = 1;
/** Largest frame either side accepts, in bytes. */
export const MAX_FRAME_BYTES = 64 * 1024;
/** Enrolment tokens read `lke_<id>_<secret>_<fingerprint>`; id 32 hex, secret and fingerprint base32 (RFC 4648, lower case, no padding). */
export const ENROLMENT_TOKEN_PATTERN = /^lke_([0-9a-f]{32})_([a-z2-7]{26})_([a-z2-7]{26})$/;

export interface EnrolRequest {
  readonly token: string;
  readonly publicKey: string;
  readonly hardwareId: string;
  readonly hostname: string;
  readonly os: OperatingSystem;
  readonly osVersion: string;
  readonly arch: Architecture;
  /** Absent where the system has no package tool that we know. */
  readonly packageFormat?: PackageFormat;
  readonly agentVersion: string;
}

export interface ServerKey {
  readonly id: string;
  readonly publicKey: string;
  /** By the root key over the UTF-8 bytes `latchkey-server-key:<id>:<publicKey>`. */
  readonly signature: string;
}

export interface EnrolResponse {
  readonly deviceId: string;
  /** The root public key; the agent accepts it only if its fingerprint is the one in the token. */
  readonly rootKey: string;
  readonly serverKeys: readonly ServerKey[];
  /** `ws:` or `wss:` URL of `/agent/v1/connect`. */
  readonly gatewayUrl: string;
}

export const CLOSE_CODES = {
  badIdentity: 4401,
  revoked: 4403,
  superseded: 4409,
  tooOld: 4426,
  slowDown: 4429,
} as const;

/** JSON in the close reason. */
export interface CloseReason {
  readonly code: string;
  readonly retryIn?: number;
}

export interface Installer {
  /** Path on the gateway's origin (`/agent/v1/artifacts/<sha256>`), fetched with the device's own signature. */
  readonly url: string;
  readonly sha256: string;
  readonly size: number;
  readonly format: 'executable' | 'msi' | 'pkg' | 'deb' | 'rpm';
  readonly signer?: string;
  readonly arguments: readonly ('silent' | 'no-restart')[];
}

/** The settings that the endpoint agent itself keeps. */
export interface KeptSettings {
  readonly selfHeal: boolean;
  readonly autoUpdate: boolean;
  readonly trayIcon: boolean;
}

/** A one-time mark that the remote agent must show at the provider; proves that both are this device. */
export interface IdentityProof {
  readonly number: number;
  readonly mark: string;
}

export interface InstallRemoteAgentParams {
  readonly provider: string;
  readonly installer: Installer;
  /** Facts for the provider's installer on the endpoint; names and meaning belong to the provider. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly proof: IdentityProof;
  readonly settings: KeptSettings;
  readonly settingsHash: string;
}
export interface RemoveRemoteAgentParams {
  readonly provider: string;
}
export interface ApplySettingsParams {
  readonly provider: string;
  readonly settings: KeptSettings;
  readonly settingsHash: string;
}
export interface VerifyIdentityParams {
  readonly provider: string;
  readonly proof: IdentityProof;
}
export interface UpdateEndpointAgentParams {
  readonly installer: Installer;
}
/** A remote agent that Latchkey did not deploy: the product it belongs to, and where it was reported to lie. */
export interface RemoveUnknownRemoteAgentParams {
  readonly product: string;
  readonly place: string;
}
export type NoParams = Record<string, never>;

export interface InstructionParams {
  readonly 'install-remote-agent': InstallRemoteAgentParams;
  readonly 'update-remote-agent': InstallRemoteAgentParams;
  readonly 'remove-remote-agent': RemoveRemoteAgentParams;
  readonly 'apply-settings': ApplySettingsParams;
  readonly 'verify-identity': VerifyIdentityParams;
  readonly 'collect-diagnostics': NoParams;
  readonly 'update-endpoint-agent': UpdateEndpointAgentParams;
  readonly 'remove-endpoint-agent': NoParams;
  readonly 'remove-unknown-remote-agent': RemoveUnknownRemoteAgentParams;
}

export interface Instruction<K extends InstructionKind = InstructionKind> {
  readonly type: 'instruction';
  /** UUIDv5 of (deployment, generation, kind, attempt): the same order is the same id. */
  readonly id: string;
  /** Rises per device, never reused. */
  readonly seq: number;
  readonly deviceId: string;
  /** Decimal: a 64-bit fence, epoch in the high bits. */
  readonly generation: string;
  readonly kind: K;
  readonly params: InstructionParams[K];
  readonly issuedAt: string;
  readonly notBefore: string;
  readonly expiresAt: string;
  readonly keyId: string;
  /** Over the RFC 8785 bytes of all other fields. */
  readonly signature: string;
}

export interface HelloFrame {
  readonly type: 'hello';
  readonly nonce: string;
  readonly serverTime: string;
}
export interface WelcomeFrame {
  readonly type: 'welcome';
  readonly heartbeatSeconds: number;
  /** The highest instruction seq the server has issued to this device. */
  readonly resumeFrom: number;
  readonly retryIn?: number;
}
/** The server has stored the result of this instruction; the agent may forget it. */
export interface ReceiptFrame {
  readonly type: 'receipt';
  readonly instructionId: string;
}
export type ServerFrame = HelloFrame | WelcomeFrame | ReceiptFrame | Instruction;

export interface AuthFrame {
  readonly type: 'auth';
  readonly deviceId: string;
  /** By the device key over the UTF-8 bytes `latchkey-agent-auth:<nonce>:<host:port of the enrolled URL>`. */
  readonly signature: string;
  readonly agentVersion: string;
  readonly bootId: string;
  readonly lastInstructionSeq: number;
}
export interface AckFrame {
  readonly type: 'ack';
  readonly instructionId: string;
}
export interface ProgressFrame {
  readonly type: 'progress';
  readonly instructionId: string;
  readonly step: Step;
  readonly percent?: number;
}
/** Something about a remote agent that is not as it should be, as the endpoint agent observes it now; never a guess. */
export interface Trouble {
  /** Of the status catalogue. */
  readonly code: string;
  /** What was observed, for people; no secrets. At most 500 characters. */
  readonly detail: string;
}
/** How often the endpoint agent repaired a remote agent by itself in the last 24 hours. */
export interface RepairCounts {
  readonly starts: number;
  readonly reinstalls: number;
}
/** What the endpoint agent sees on its device, now. */
export interface RemoteAgentEvidence {
  readonly provider: string;
  readonly installed: boolean;
  readonly running: boolean;
  /** The provider's id of this endpoint as the remote agent itself states it. */
  readonly remoteId?: string;
  readonly version?: string;
  /** SHA-256 of the installer that this remote agent was installed from. */
  readonly installerSha256?: string;
  /** Where it lies, for a remote agent that is not ours. */
  readonly place?: string;
  readonly settingsHash?: string;
  readonly proofNumber?: number;
  /** Names the process that runs now: another one after every restart, whoever restarted it. */
  readonly process?: string;
  /** Everything that stands in the way of this remote agent now, the most telling first; absent where the agent does not look. */
  readonly troubles?: readonly Trouble[];
  readonly repairs?: RepairCounts;
  /** The installer said that the device must restart before the remote agent is whole. */
  readonly rebootPending?: boolean;
  /** For a removal: what was looked at and found gone. */
  readonly gone?: readonly ('process' | 'unit' | 'folder')[];
}
export interface ReportFrame {
  readonly type: 'report';
  readonly instructionId: string;
  readonly generation: string;
  readonly outcome: 'done' | 'failed' | 'refused';
  readonly errorCode?: string;
  readonly detail: string;
  readonly evidence: RemoteAgentEvidence | null;
}
export interface InventoryFrame {
  readonly type: 'inventory';
  readonly hostname: string;
  readonly os: OperatingSystem;
  readonly osVersion: string;
  readonly arch: Architecture;
  readonly packageFormat?: PackageFormat;
  readonly agentVersion: string;
  /** Absent from agents that do not know their kind of computer yet. */
  readonly deviceType?: DeviceType;
  readonly lastUser: string | null;
  /** People logged on at the device's own screen, now. */
  readonly interactiveSessions: number;
  /** Whether a consent question can be shown to somebody. */
  readonly canPrompt: boolean;
  /** Whether there is a screen to share. */
  readonly hasDisplay: boolean;
  /** True where no service manager runs the remote agent (containers, demo, tests). */
  readonly privateMode: boolean;
  /** SHA-256 of the canonical inventory without this field; unchanged inventories are not sent. */
  readonly hash: string;
}
export interface CauseClearedFrame {
  readonly type: 'cause-cleared';
  readonly code: string;
}
export interface RemoteAgentsFrame {
  readonly type: 'remote-agents';
  readonly found: readonly (RemoteAgentEvidence & { readonly own: boolean })[];
}
export interface PongFrame {
  readonly type: 'pong';
}
export type AgentFrame =
  | AuthFrame
  | AckFrame
  | ProgressFrame
  | ReportFrame
  | InventoryFrame
  | CauseClearedFrame
  | RemoteAgentsFrame
  | PongFrame;

/** Artifact requests carry `Latchkey-Device: <deviceId>`, `Latchkey-Time: <RFC 3339>` and `Latchkey-Signature` over
 *  `latchkey-artifact:<sha256>:<time>`; the server accepts five minutes of difference. */
export const ARTIFACT_HEADERS = { device: 'latchkey-device', time: 'latchkey-time', signature: 'latchkey-signature' } as const;
