import { createHash } from 'node:crypto';
import { postJson } from '../../agent/network/post-json.js';
import { GUEST_PATHS, type Joined, type ProofOfWork, type ProofOfWorkChallenge, solveProofOfWork } from '../../contracts/guest-protocol.js';

/** The server would not let the guest in; `sentence` is for the guest. */
export class NotLetIn extends Error {
  constructor(readonly code: string | null, sentence: string) {
    super(sentence);
  }
}

/**
 * Swaps a code for a guest token; while somebody is guessing at the server, for a second of work. Throws `NotLetIn` for a refusal,
 * and the network's own error where no answer came.
 */
export async function joinSession(server: URL, code: string, proofOfWork?: ProofOfWork): Promise<Joined> {
  const { status, text } = await postJson(new URL(GUEST_PATHS.join, server), JSON.stringify({ code, proofOfWork }));
  const answer = fieldsOf(text);
  if (status >= 200 && status < 300 && typeof answer['guestToken'] === 'string') return answer as unknown as Joined;
  const challenge = answer['proofOfWork'];
  if (isChallenge(challenge) && !proofOfWork) return joinSession(server, code, solveProofOfWork(challenge, (puzzle) => createHash('sha256').update(puzzle).digest()));
  const refusal = typeof answer['code'] === 'string' ? answer['code'] : null;
  const words = [answer['title'], answer['detail']].find((field) => typeof field === 'string');
  throw new NotLetIn(refusal, typeof words === 'string' ? words : `The server answered with ${status}.`);
}

/** As hard as a browser could solve within some seconds; nobody has to work longer for a server that asks for more. */
const MOST_PUZZLES = 64;
const MOST_BITS = 20;

function isChallenge(value: unknown): value is ProofOfWorkChallenge {
  const { challenge, puzzles, bits } = (value ?? {}) as Partial<ProofOfWorkChallenge>;
  const within = (number: unknown, most: number) => typeof number === 'number' && number > 0 && number <= most;
  return typeof challenge === 'string' && within(puzzles, MOST_PUZZLES) && within(bits, MOST_BITS);
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
