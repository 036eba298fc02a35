/** Raised when a frame changes its meaning; fields are only ever added below it. */
export const GUEST_PROTOCOL_VERSION = 1;

/** Paths of the guest's side, all below the origin of the console. */
export const GUEST_PATHS = {
  /** `POST {code} | {token}` and, when asked for one, `proofOfWork`: swaps what the guest was given for a guest token. */
  join: '/guest/v1/join',
  /** `GET`: what can be downloaded, `{items: [{platform, version, sizeBytes, sha256, signer}]}`. */
  clients: '/guest/v1/clients',
  /** WebSocket of JSON frames; the first one is `hello`. The page and the client of one guest have one each. */
  control: '/guest/v1/control',
  /** WebSocket of binary RFB, opened by the guest client on a channel that `open-channel` named; `Authorization: Bearer <guest token>`. */
  data: '/guest/v1/data',
  /** `POST {token} | {guestToken}`: "I did not ask for this"; always answered alike. */
  report: '/guest/v1/report',
  /** `POST {key, name, issue, email?}` from a page that a help widget is on: asks for help, answers `{joinUrl}`. */
  helpRequests: '/guest/v1/help-requests',
} as const;

/** Thirty letters and digits that sound and look apart: no I, L, O, U, 0 or 1. Nine of them are 44 bits. */
export const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
export const CODE_LENGTH = 9;

/** The guest client's name on disk; browsers append ` (1)` and Windows an extension. */
export const CODE_IN_FILE_NAME = /support-([A-HJKMNP-TV-Z2-9]{3})-?([A-HJKMNP-TV-Z2-9]{3})-?([A-HJKMNP-TV-Z2-9]{3})/i;

export const CLIENT_PLATFORMS = ['linux-x64', 'win-x64'] as const;
export type ClientPlatform = (typeof CLIENT_PLATFORMS)[number];

/** What a session is: one guest shares, or (a meeting) the host shares and several guests watch. */
export type SupportSessionKind = 'support' | 'meeting';

/** How far one guest has come. `ended` is final; `disconnected` comes back by itself. */
export const GUEST_STEPS = ['opened', 'os-detected', 'downloading', 'downloaded', 'started', 'waiting', 'connected', 'blocked', 'disconnected', 'ended'] as const;
export type GuestStep = (typeof GUEST_STEPS)[number];

/** What a guest may allow, each by itself; what is not allowed is denied where the guest is, never in the host's browser. */
export interface Consent {
  readonly view: boolean;
  readonly control: boolean;
  readonly clipboard: boolean;
}

/** Why a session or a guest ended (RA-GST-08, RA-GST-09). */
export const END_REASONS = ['host', 'guest', 'time-out', 'revoked', 'consent-withdrawn'] as const;
export type EndReason = (typeof END_REASONS)[number];

/** Close codes of the sockets. */
export const GUEST_CLOSE = { badToken: 4401, ended: 4403, superseded: 4409, tooOld: 4426, slowDown: 4429 } as const;

export const GUEST_FRAME_LIMIT_BYTES = 64 * 1024;
/** Caps of one message on a data socket, by who sends it. */
export const DATA_FROM_HOST_LIMIT_BYTES = 8 * 1024 * 1024;
export const DATA_FROM_GUEST_LIMIT_BYTES = 1024 * 1024;
/** Both sides send a WebSocket ping this often, and cut what has not answered twice. */
export const GUEST_PING_MS = 10_000;
/** An unanswered consent dialog is a refusal after this long. */
export const CONSENT_WITHIN_MS = 60_000;
