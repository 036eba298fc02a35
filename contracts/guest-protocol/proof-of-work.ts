/**
 * What a guest computes before his code is looked at, while somebody is guessing: several small puzzles instead of one large one,
 * so that nobody is unlucky for long. About a second of a browser's work.
 */
export interface ProofOfWorkChallenge {
  /** Opaque; good for this code, from this network, for a few minutes, once. */
  readonly challenge: string;
  /** How many answers are wanted. */
  readonly puzzles: number;
  /** How many leading zero bits the SHA-256 of `<challenge>.<index>.<nonce>` has, for each index from 0. */
  readonly bits: number;
}

/** Sent as `proofOfWork` with the same code. */
export interface ProofOfWork {
  readonly challenge: string;
  /** One for each puzzle, in order. */
  readonly nonces: readonly number[];
}

/** The text whose SHA-256 is judged. */
export function puzzleText(challenge: string, index: number, nonce: number): string {
  return `${challenge}.${index}.${nonce}`;
}

/** Whether a hash begins with so many zero bits. */
export function hasLeadingZeros(hash: Uint8Array, bits: number): boolean {
  for (let at = 0, left = bits; left > 0; at++, left -= 8) {
    const byte = hash[at] ?? 0xff;
    if (left >= 8 ? byte !== 0 : byte >> (8 - left) !== 0) return false;
  }
  return true;
}

/** Solves a challenge with a given SHA-256; takes as long as it takes. */
export function solveProofOfWork({ challenge, puzzles, bits }: ProofOfWorkChallenge, sha256: (text: string) => Uint8Array): ProofOfWork {
  const nonces = Array.from({ length: puzzles }, (_, index) => {
    let nonce = 0;
    while (!hasLeadingZeros(sha256(puzzleText(challenge, index, nonce)), bits)) nonce++;
    return nonce;
  });
  return { challenge, nonces };
}
