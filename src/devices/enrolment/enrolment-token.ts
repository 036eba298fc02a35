import { createHash } from 'node:crypto';
import { ENROLMENT_TOKEN_PATTERN } from '../../../contracts/agent-protocol.js';
import type { Ids } from '../../platform/ids.js';

const SECRET_BYTES = 16;
const FINGERPRINT_BYTES = 16;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** A token as it is shown once, and what is kept of it: its id and the hash of its secret. */
export interface MintedToken {
  readonly id: string;
  readonly text: string;
  readonly secretHash: Buffer;
}

/** What a presented token claims. */
export interface PresentedToken {
  readonly id: string;
  readonly secretHash: Buffer;
}

/** A new token of 128 random bits that names the installation which alone may answer it. */
export function mintEnrolmentToken(ids: Ids, rootKey: string): MintedToken {
  const id = ids.uuid();
  const secret = base32(ids.secret(SECRET_BYTES));
  return { id, text: `lke_${id.replaceAll('-', '')}_${secret}_${rootKeyFingerprint(rootKey)}`, secretHash: hashOf(secret) };
}

/** The parts of a presented token; for a text that is not one, parts that match nothing, so that both take the same way. */
export function readEnrolmentToken(text: string): PresentedToken {
  const [, hex = '0'.repeat(32), secret = ''] = ENROLMENT_TOKEN_PATTERN.exec(text) ?? [];
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { id, secretHash: hashOf(secret) };
}

/** By what a token names the root key (raw, base64url): base32 of the first 128 bits of its SHA-256. */
export function rootKeyFingerprint(rootKey: string): string {
  return base32(createHash('sha256').update(Buffer.from(rootKey, 'base64url')).digest().subarray(0, FINGERPRINT_BYTES));
}

/** The secret has 128 random bits, so a plain hash cannot be guessed back. */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(`latchkey-enrolment:${secret}`).digest();
}

/** RFC 4648, lower case, no padding. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}
