import { CLOSE_CODES, type CloseReason } from '../../contracts/agent-protocol.js';

const FIRST_MS = 200;
const CAP_MS = 60_000;
const TEN_MINUTES_MS = 600_000;

/** How a connection ended. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
}

/** Ends that call for patience rather than haste: coming back at once would change nothing. */
const PATIENCE_MS: ReadonlyMap<number, number> = new Map([
  [CLOSE_CODES.badIdentity, CAP_MS],
  [CLOSE_CODES.revoked, TEN_MINUTES_MS],
  [CLOSE_CODES.superseded, CAP_MS],
  [CLOSE_CODES.tooOld, TEN_MINUTES_MS],
  [CLOSE_CODES.slowDown, CAP_MS],
]);

/**
 * How long to wait before the next try. Full jitter, so that a fleet that lost its server together does not come
 * back together; what the server asked for is obeyed and spread upward by at most a tenth.
 */
export function waitBeforeRetryMs(failures: number, ending: Ending | undefined, random: () => number): number {
  const asked = ending && retryInMs(ending.reason);
  if (asked !== undefined) return asked * (1 + random() / 10);
  const patience = ending && PATIENCE_MS.get(ending.code);
  if (patience !== undefined) return patience * (0.9 + random() / 5);
  return random() * Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(failures, 20));
}

/** `retryIn` of a close reason, which the protocol gives in seconds. */
function retryInMs(reason: string): number | undefined {
  try {
    const { retryIn } = JSON.parse(reason) as CloseReason;
    return typeof retryIn === 'number' && retryIn >= 0 ? Math.min(retryIn * 1000, TEN_MINUTES_MS) : undefined;
  } catch {
    return undefined;
  }
}
