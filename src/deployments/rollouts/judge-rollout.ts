/** What is known about one rollout at one moment; counts are of devices that still have the change before them or behind them, never of superseded ones. */
export interface RolloutFacts {
  readonly state: 'running' | 'paused' | 'halted' | 'aborted';
  readonly frozen: boolean;
  /** Whether devices that the change reaches are still being written down. */
  readonly naming: boolean;
  /** How many devices may have the change while each wave is open. */
  readonly targets: readonly number[];
  /** The wave that is open; 0 before the first. */
  readonly wave: number;
  readonly soakSeconds: number;
  /** Since when answers are expected: the wave opened, devices were released, or an operator resumed. */
  readonly watchedSince: Date;
  readonly lastAnswerAt: Date | null;
  readonly soakingSince: Date | null;
  /** Whether an operator who resumed has accepted how few of this wave have answered. */
  readonly accepted: boolean;
  readonly waiting: { readonly online: number; readonly offline: number };
  /** Released, and neither settled nor failed yet, in any wave. */
  readonly unsettled: number;
  /** Ever released, in any wave. */
  readonly released: number;
  readonly current: WaveCounts;
  /** How many more devices the open wave has room for. */
  readonly room: number;
  /** Connected ones that wait and whose maintenance window is open. */
  readonly releasable: number;
  /** When the next window of a connected one that waits opens. */
  readonly windowOpensAt: Date | null;
  /** When the rate cap lets the next device through; null while it does not hold anybody up. */
  readonly rateFreeAt: Date | null;
}

/** The devices released in the open wave. */
export interface WaveCounts {
  readonly taken: number;
  /** Acknowledged the order: only these are a sample. */
  readonly seen: number;
  /** Seen, and Ready or failed with a verdict of their own. */
  readonly settled: number;
  /** Settled with something a technical person must put right. */
  readonly failed: number;
}

/** What a rollout that does nothing right now waits for. */
export type RolloutWait =
  | 'devices-named' | 'operator' | 'unfreezing' | 'window' | 'rate' | 'devices' | 'answers' | 'results' | 'failures' | 'soak';

export type RolloutDecision =
  | { readonly kind: 'open'; readonly wave: number }
  | { readonly kind: 'hold'; readonly reason: RolloutWait; readonly until: Date | null; readonly soakingSince: Date | null }
  | { readonly kind: 'halt'; readonly code: 'RA-SYS-04'; readonly reason: string }
  | { readonly kind: 'pause'; readonly reason: string }
  | { readonly kind: 'finish'; readonly state: 'done' | 'superseded' };

/** Without any answer for this long the rollout asks a person. */
export const SILENCE_MS = 24 * 60 * 60 * 1000;
const ENOUGH_ANSWERS = 10;

/**
 * Decides the next step of a rollout. Pure: the same facts and clock give the same decision. Only devices that acknowledged are
 * judged, so being offline never counts against a change; the last wave has no gate behind it, and takes the offline ones as
 * they come for as long as nothing speaks against it.
 */
export function judgeRollout(facts: RolloutFacts, now: Date): RolloutDecision {
  const { waiting, wave, targets } = facts;
  if (facts.state !== 'running') return hold('operator');
  if (facts.naming) return hold('devices-named');
  if (waiting.online + waiting.offline === 0) {
    if (facts.unsettled > 0) return hold('results');
    return { kind: 'finish', state: facts.released > 0 ? 'done' : 'superseded' };
  }
  if (facts.frozen) return hold('unfreezing');
  if (wave === 0) return { kind: 'open', wave: 1 };
  if (budgetIsSpent(facts)) {
    return { kind: 'halt', code: 'RA-SYS-04', reason: `More devices of wave ${wave} failed than its failure budget allows.` };
  }
  const heldBack = holdBack(facts);
  if (heldBack) return heldBack;
  return wave >= targets.length ? hold('devices') : judgeGate(facts, now);
}

/** Whether more than 5 % fail even if everybody who has the change or is connected for it succeeds; the offline tail excuses nothing. */
function budgetIsSpent({ current, room, waiting }: RolloutFacts): boolean {
  return current.failed * 20 > current.taken + Math.min(room, waiting.online);
}

/** Connected devices that the wave has room for come first: a wave that a window or a rate cap holds up is not judged half full. */
function holdBack({ room, waiting, releasable, rateFreeAt, windowOpensAt }: RolloutFacts): RolloutDecision | null {
  if (room <= 0 || waiting.online === 0) return null;
  if (releasable === 0) return hold('window', windowOpensAt);
  return rateFreeAt ? hold('rate', rateFreeAt) : hold('answers');
}

/** Between two waves: enough answers, nearly all of them settled, few of them failures, and a while to let trouble show. */
function judgeGate(facts: RolloutFacts, now: Date): RolloutDecision {
  const { taken, seen, settled, failed } = facts.current;
  const size = taken + Math.min(facts.room, facts.waiting.online + facts.waiting.offline);
  if (seen < Math.min(ENOUGH_ANSWERS, size) && !facts.accepted) return expecting(seen < taken ? 'answers' : 'devices', facts, now);
  if (settled * 20 < seen * 19) return expecting('results', facts, now);
  if (failed * 20 > seen) return expecting('failures', facts, now);
  const soakingSince = facts.soakingSince ?? now;
  const over = new Date(soakingSince.getTime() + facts.soakSeconds * 1000);
  return over <= now ? { kind: 'open', wave: facts.wave + 1 } : { kind: 'hold', reason: 'soak', until: over, soakingSince };
}

function expecting(reason: RolloutWait, { watchedSince, lastAnswerAt, wave }: RolloutFacts, now: Date): RolloutDecision {
  const since = lastAnswerAt && lastAnswerAt > watchedSince ? lastAnswerAt : watchedSince;
  const until = new Date(since.getTime() + SILENCE_MS);
  if (until > now) return hold(reason, until);
  return { kind: 'pause', reason: `No device of wave ${wave} has answered for 24 hours. Resume to go on with what was seen, or abort.` };
}

function hold(reason: RolloutWait, until: Date | null = null): RolloutDecision {
  return { kind: 'hold', reason, until, soakingSince: null };
}
