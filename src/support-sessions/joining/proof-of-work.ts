import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { hasLeadingZeros, type ProofOfWork, type ProofOfWorkChallenge, puzzleText } from '../../../contracts/guest-protocol.js';
import type { Ids } from '../../platform/ids.js';

/** Sixteen puzzles of 2^14 hashes each are about a quarter of a million hashes, a second of a browser's work, and rarely two. */
const PUZZLES = 16;
const BITS = 14;
const GOOD_FOR_MS = 3 * 60_000;
const NUMBER_BYTES = 6;
const NONCE_BYTES = 12;
const MARK_BYTES = 32;

/** What a challenge is good for: this code, from this network. */
export interface ProofSubject {
  readonly passHash: Buffer;
  readonly network: string;
}

/** Challenges that nobody keeps: they say themselves until when they are good, signed with a key that all web processes share. */
export class ProofsOfWork {
  private readonly key: Buffer;

  constructor(
    accountsKey: string,
    private readonly ids: Ids,
  ) {
    this.key = createHmac('sha256', Buffer.from(accountsKey, 'base64url')).update('support-proof-of-work').digest();
  }

  challenge(subject: ProofSubject, now: Date): ProofOfWorkChallenge {
    const head = Buffer.alloc(NUMBER_BYTES + NONCE_BYTES);
    head.writeUIntBE(now.getTime() + GOOD_FOR_MS, 0, NUMBER_BYTES);
    head.set(this.ids.secret(NONCE_BYTES), NUMBER_BYTES);
    return { challenge: Buffer.concat([head, this.mark(head, subject)]).toString('base64url'), puzzles: PUZZLES, bits: BITS };
  }

  /** The challenge that was really solved, and until when it could be; null for anything else. That it is used once the caller sees to. */
  solved(subject: ProofSubject, { challenge, nonces }: ProofOfWork, now: Date): { readonly id: Buffer; readonly expiresAt: Date } | null {
    const bytes = Buffer.from(challenge, 'base64url');
    if (bytes.length !== NUMBER_BYTES + NONCE_BYTES + MARK_BYTES || bytes.toString('base64url') !== challenge || nonces.length !== PUZZLES) return null;
    const head = bytes.subarray(0, NUMBER_BYTES + NONCE_BYTES);
    if (!timingSafeEqual(this.mark(head, subject), bytes.subarray(head.length))) return null;
    const expiresAt = new Date(head.readUIntBE(0, NUMBER_BYTES));
    if (expiresAt <= now) return null;
    const isSolved = nonces.every((nonce, index) => hasLeadingZeros(createHash('sha256').update(puzzleText(challenge, index, nonce)).digest(), BITS));
    return isSolved ? { id: bytes.subarray(NUMBER_BYTES, head.length), expiresAt } : null;
  }

  private mark(head: Buffer, { passHash, network }: ProofSubject): Buffer {
    return createHmac('sha256', this.key).update(head).update(passHash).update(network).digest();
  }
}
