import type { RemoteAgentEvidence, RepairCounts } from '../../contracts/agent-protocol.js';

const MAX_REINSTALLS = 3;
const PER_MS = 24 * 3600_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** A process that held out this long did not fall over at its start. */
const SETTLED_MS = 60_000;

export interface RepairHistory {
  /** When the binary was put back, in wall-clock milliseconds. */
  readonly reinstalls: readonly number[];
  /** When it was started again, likewise. */
  readonly starts: readonly number[];
  /** Starts since one of them held. */
  readonly failedStarts: number;
  readonly lastStart: number;
}

export type Repair = 'nothing' | 'wait' | 'start' | 'reinstall' | 'give-up';

/** Decides what to do about a remote agent that is not as it should be. Pure; the bounds keep a sick device quiet. */
export function planRepair(
  seen: Pick<RemoteAgentEvidence, 'installed' | 'running'>,
  history: RepairHistory,
  now: number,
): Repair {
  if (seen.installed && seen.running) return 'nothing';
  if (elapsed(history, now) < waitMs(history.failedStarts)) return 'wait';
  if (seen.installed) return 'start';
  return recent(history.reinstalls, now).length < MAX_REINSTALLS ? 'reinstall' : 'give-up';
}

/** The history after a start at this moment. */
export function afterStart(history: RepairHistory, repair: 'start' | 'reinstall', now: number): RepairHistory {
  const held = elapsed(history, now) > SETTLED_MS + waitMs(history.failedStarts);
  return {
    reinstalls: [...recent(history.reinstalls, now), ...(repair === 'reinstall' ? [now] : [])],
    starts: [...recent(history.starts, now), ...(repair === 'start' ? [now] : [])],
    failedStarts: held ? 1 : history.failedStarts + 1,
    lastStart: now,
  };
}

/** A wall clock that was set back must not stop repairs: the jump counts as time. */
function elapsed(history: RepairHistory, now: number): number {
  return Math.abs(now - history.lastStart);
}

/** How often it was repaired within the last day. */
export function repairCounts(history: RepairHistory, now: number): RepairCounts {
  return { starts: recent(history.starts, now).length, reinstalls: recent(history.reinstalls, now).length };
}

function recent(times: readonly number[], now: number): number[] {
  return times.filter((at) => now - at < PER_MS);
}

function waitMs(failedStarts: number): number {
  return failedStarts === 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failedStarts - 1));
}
