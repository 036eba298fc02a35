import { createHash } from 'node:crypto';
import { ENROLMENT_TOKEN_PATTERN } from '../../contracts/agent-protocol.js';

/** An enrolment token taken apart. The fingerprint tells which installation may answer it. */
export interface EnrolmentToken {
  readonly text: string;
  readonly id: string;
  readonly fingerprint: string;
}

const FINGERPRINT_BYTES = 16;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Reads a token, forgiving surrounding white space; undefined where it is not one. */
export function parseEnrolmentToken(text: string): EnrolmentToken | undefined {
  const trimmed = text.trim();
  const match = ENROLMENT_TOKEN_PATTERN.exec(trimmed);
  return match ? { text: trimmed, id: match[1]!, fingerprint: match[3]! } : undefined;
}

/** The fingerprint of a root public key: base32 of the first 128 bits of its SHA-256. */
export function rootKeyFingerprint(rawRootKey: string): string {
  return base32(
    createHash('sha256').update(Buffer.from(rawRootKey, 'base64url')).digest().subarray(0, FINGERPRINT_BYTES),
  );
}

/** RFC 4648 base32, lower case, no padding. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32[(held >> (bits - 5)) & 31];
  }
  return bits > 0 ? text + BASE32[(held << (5 - bits)) & 31] : text;
}
