import { createHash } from 'node:crypto';
import { CODE_ALPHABET, CODE_LENGTH, normalisedCode } from '../../../contracts/guest-protocol.js';
import type { Ids } from '../../platform/ids.js';

const LINK_BYTES = 16;
const TOKEN_BYTES = 24;
/** Bytes at and above this would favour some symbols. */
const FAIR_BELOW = 256 - (256 % CODE_ALPHABET.length);

/** Nine symbols, each as likely as any other: 44 bits. */
export function newCode(ids: Ids): string {
  let code = '';
  while (code.length < CODE_LENGTH) {
    for (const byte of ids.secret(CODE_LENGTH)) {
      if (byte < FAIR_BELOW && code.length < CODE_LENGTH) code += CODE_ALPHABET[byte % CODE_ALPHABET.length]!;
    }
  }
  return code;
}

/** 128 bits, for an address that is not typed. */
export function newLinkToken(ids: Ids): string {
  return ids.secret(LINK_BYTES).toString('base64url');
}

/** 192 bits: what a guest who was let in shows from then on. */
export function newGuestToken(ids: Ids): string {
  return ids.secret(TOKEN_BYTES).toString('base64url');
}

export function hashOfCode(typed: string): Buffer {
  return hashOf('code', normalisedCode(typed));
}

export function hashOfLink(token: string): Buffer {
  return hashOf('link', token);
}

export function hashOfGuestToken(token: string): Buffer {
  return hashOf('guest', token);
}

export function hashOfChannel(channel: string): Buffer {
  return hashOf('channel', channel);
}

/** What is hashed says what it is, so that none passes for another. */
function hashOf(kind: string, secret: string): Buffer {
  return createHash('sha256').update(`latchkey-support-${kind}:${secret}`).digest();
}
