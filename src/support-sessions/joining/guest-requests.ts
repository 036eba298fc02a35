import { Ajv, type ValidateFunction } from 'ajv';
import { GUEST_FRAME_SCHEMAS, GUEST_TOKEN_PATTERN, type GuestToServer, JOIN_REQUEST_SCHEMA, type JoinRequest, LONGEST_SIGNAL_BYTES } from '../../../contracts/guest-protocol.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { holdsUnstorable, nestsDeeperThan } from '../../platform/unstorable-text.js';

const ajv = new Ajv({ allErrors: false, strict: false });
const isJoinRequest = ajv.compile<JoinRequest>(JOIN_REQUEST_SCHEMA);
const isReport = ajv.compile<Report>({
  type: 'object', additionalProperties: false,
  properties: { token: { type: 'string', maxLength: 60 }, guestToken: { type: 'string', pattern: GUEST_TOKEN_PATTERN } },
  oneOf: [{ required: ['token'] }, { required: ['guestToken'] }],
});
const FRAMES: ReadonlyMap<string, ValidateFunction> = new Map(Object.entries(GUEST_FRAME_SCHEMAS).map(([type, schema]) => [type, ajv.compile(schema)]));
const DEEPEST_FRAME = 8;

/** By the secret of an invitation, or by the guest token of whoever is in already. */
export interface Report {
  readonly token?: string;
  readonly guestToken?: string;
}

export function readJoinRequest(body: unknown): JoinRequest {
  if (!isJoinRequest(body)) throw new DomainError('API-INPUT-01', 'Send a code or a token.');
  return body;
}

export function readReport(body: unknown): Report {
  if (!isReport(body)) throw new DomainError('API-INPUT-01', 'Send the token that is reported.');
  return body;
}

/** Reads one frame of a guest; null for anything that is not exactly as its schema says. Never throws. */
export function readGuestFrame(text: string): GuestToServer | null {
  if (nestsDeeperThan(text, DEEPEST_FRAME)) return null;
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof frame !== 'object' || frame === null) return null;
  const { type } = frame as { type?: unknown };
  const isFrame = typeof type === 'string' ? FRAMES.get(type) : undefined;
  if (!isFrame?.(frame) || holdsUnstorable(frame, text)) return null;
  return type === 'signal' && text.length > LONGEST_SIGNAL_BYTES ? null : (frame as GuestToServer);
}
