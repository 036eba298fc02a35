import type { Step } from '../../contracts/agent-protocol.js';
import type { QuarantineCode } from '../devices/index.js';
import type { Conditions } from './conditions.js';
import { openOrder, orderDeadline, stepOf } from './deadlines.js';
import type { DeploymentFacts } from './deployment-facts.js';

export const PHASES_IN_USE = [
  'NOT_TARGETED', 'EXCLUDED', 'NOT_APPLICABLE', 'BLOCKED', 'SCHEDULED', 'QUEUED', 'WAITING_FOR_DEVICE', 'DISPATCHED', 'DOWNLOADING', 'INSTALLING',
  'REGISTERING', 'CONFIGURING', 'VERIFYING', 'READY', 'READY_OFFLINE', 'REBOOT_PENDING', 'UPDATING', 'OUTDATED', 'REPAIRING', 'DRIFTED', 'RETRY_WAIT',
  'FAILED', 'PAUSED', 'REMOVAL_SCHEDULED', 'REMOVAL_WAITING', 'REMOVING', 'REMOVAL_FAILED', 'REMOVED', 'UNKNOWN',
] as const;
export type Phase = (typeof PHASES_IN_USE)[number];

export interface ProjectedPhase {
  readonly phase: Phase;
  readonly errorCode: string | null;
  /** What a scheduled or paused one waits for; said with its label. */
  readonly waitsFor?: WaitsFor;
}

export type WaitsFor = 'wave' | 'window' | 'unfreezing' | 'resumption' | 'next-change';

const STEP_PHASES: Readonly<Record<Step, Phase>> = {
  downloading: 'DOWNLOADING',
  installing: 'INSTALLING',
  registering: 'REGISTERING',
  configuring: 'CONFIGURING',
  verifying: 'VERIFYING',
  updating: 'UPDATING',
  repairing: 'REPAIRING',
  removing: 'REMOVING',
};

/** Wrong although the remote agent runs and is connected; the endpoint agent mends it. */
const TO_BE_MENDED: ReadonlySet<string> = new Set(['RA-AGT-03', 'RA-CFG-04', 'RA-LNX-04']);

/** What keeps a device in quarantine: something is wrong with it, or somebody has not looked yet. */
const SET_APART: Readonly<Record<QuarantineCode, 'FAILED' | 'BLOCKED'>> = { 'RA-AGT-07': 'FAILED', 'RA-ELG-07': 'BLOCKED' };

/** A removal is told for so long; then the device is simply one that nothing is wanted on. */
export const REMOVED_SHOWN_FOR_MS = 24 * 60 * 60 * 1000;

/** The word for people. One table, first match wins; every combination of facts gives exactly one phase. */
export function projectPhase(facts: DeploymentFacts, conditions: Conditions, now: Date): ProjectedPhase {
  const isComing = facts.pending?.desired === 'present' && facts.removedAt !== null;
  if (facts.desired === 'absent' && !isComing) return removalPhase(facts, now);
  if (facts.provider.platformSupported === false) return { phase: 'NOT_APPLICABLE', errorCode: 'RA-ELG-02' };
  if (facts.device.quarantine && facts.desired === 'present') return { phase: SET_APART[facts.device.quarantine], errorCode: facts.device.quarantine };
  const failure = facts.desired === 'present' ? presentFailure(facts) : null;
  // A failed update leaves a device that can be used as it was.
  const isBesideTheUpdate = facts.update !== null && conditions.Verified.status === 'true';
  if (failure && failure.retry !== 'auto' && !isBesideTheUpdate) return { phase: 'FAILED', errorCode: failure.code };
  if (isLost(facts, conditions)) return lostPhase(facts, now);
  const verified = facts.desired === 'present' && conditions.Verified.status === 'true' && conditions.Installed.status !== 'false';
  if (!facts.provider.reachable && !verified) return { phase: 'BLOCKED', errorCode: facts.provider.healthCode ?? 'RA-INS-01' };
  return verified ? settledPhase(facts, conditions, now) : approachingPhase(facts, conditions, now);
}

function removalPhase(facts: DeploymentFacts, now: Date): ProjectedPhase {
  if (facts.removedAt) {
    if (facts.excluded) return { phase: 'EXCLUDED', errorCode: null };
    const shown = facts.agent.everInstructed && !facts.isKept && now.getTime() - facts.removedAt.getTime() < REMOVED_SHOWN_FOR_MS;
    return { phase: shown ? 'REMOVED' : 'NOT_TARGETED', errorCode: null };
  }
  if (isInGrace(facts, now)) return { phase: 'REMOVAL_SCHEDULED', errorCode: null };
  const failure = presentFailure(facts);
  if (facts.givenUpAt && !facts.device.online && !facts.agent.removedAt) return { phase: 'REMOVAL_FAILED', errorCode: 'RA-RMV-06' };
  if (failure) return { phase: 'REMOVAL_FAILED', errorCode: failure.code };
  if (!facts.device.online && !facts.agent.removedAt) return { phase: 'REMOVAL_WAITING', errorCode: 'RA-RMV-01' };
  return { phase: 'REMOVING', errorCode: null };
}

/** Whether the grace of a removal still runs; neither a device that leaves nor one that nobody waits for any more has one. */
export function isInGrace({ removeAfter, removedAt, givenUpAt, device }: DeploymentFacts, now: Date): boolean {
  return removedAt === null && removeAfter !== null && removeAfter > now && givenUpAt === null && !device.isLeaving;
}

/** Once proven, a device stays what it is; what is off is named beside it. */
function settledPhase(facts: DeploymentFacts, conditions: Conditions, now: Date): ProjectedPhase {
  if (conditions.Installed.reason === 'DeviceSilent') return { phase: 'UNKNOWN', errorCode: 'RA-SYS-02' };
  if (facts.agent.rebootPending) return { phase: 'REBOOT_PENDING', errorCode: null };
  if (!facts.device.online) return { phase: 'READY_OFFLINE', errorCode: 'RA-DSP-01' };
  const order = openOrder(facts, now);
  if (order) {
    const step = stepOf(order);
    if (step === 'repairing' || step === 'updating') return { phase: STEP_PHASES[step], errorCode: null };
  }
  const trouble = facts.agent.troubles[0]?.code;
  if (conditions.Installed.reason === 'InstalledNotRunning') return { phase: 'DRIFTED', errorCode: trouble ?? 'RA-AGT-02' };
  if (conditions.Connected.status === 'false') return { phase: 'DRIFTED', errorCode: trouble ?? 'RA-AGT-04' };
  if (trouble && TO_BE_MENDED.has(trouble)) return { phase: 'DRIFTED', errorCode: trouble };
  if (facts.update !== null) return { phase: 'OUTDATED', errorCode: whyOutdated(facts) };
  if (conditions.Configured.status === 'false') return { phase: 'CONFIGURING', errorCode: null };
  if (conditions.Ready.status === 'true') return { phase: 'READY', errorCode: facts.provider.unconfirmed };
  if (conditions.Ready.reason === 'NoUsableMode') return { phase: 'FAILED', errorCode: 'RA-LNX-03' };
  return { phase: 'UNKNOWN', errorCode: facts.provider.reachable ? 'RA-SYS-02' : (facts.provider.healthCode ?? 'RA-INS-01') };
}

/** Why the remote agent is not the one that is offered; null where it only waits for its turn. */
function whyOutdated(facts: DeploymentFacts): string | null {
  if (facts.settings['agent.autoUpdate'] !== true) return 'RA-UPD-01';
  if (presentFailure(facts)) return 'RA-UPD-02';
  if (facts.update === 'stopped') return 'RA-SYS-04';
  return facts.inSession ? 'RA-UPD-03' : null;
}

/** The remote agent of a proven device has vanished, and the device has said how. */
export function isLost(facts: DeploymentFacts, { Installed }: Conditions): boolean {
  return facts.desired === 'present' && Installed.reason === 'NotInstalled' && facts.agent.troubles.length > 0 && facts.proof?.incarnation === facts.incarnation;
}

function lostPhase(facts: DeploymentFacts, now: Date): ProjectedPhase {
  const held = heldPhase(facts);
  if (held) return held;
  if (!facts.device.online) return { phase: 'WAITING_FOR_DEVICE', errorCode: 'RA-DSP-01' };
  const order = openOrder(facts, now);
  const failure = presentFailure(facts);
  if (order) return orderDeadline(order) <= now ? { phase: 'RETRY_WAIT', errorCode: 'RA-SYS-01' } : { phase: 'REPAIRING', errorCode: failure?.code ?? null };
  return failure ? { phase: 'RETRY_WAIT', errorCode: failure.code } : { phase: 'DRIFTED', errorCode: facts.agent.troubles[0]!.code };
}

/** On the way to the first proof, or to a new one. */
function approachingPhase(facts: DeploymentFacts, conditions: Conditions, now: Date): ProjectedPhase {
  const held = heldPhase(facts);
  if (held) return held;
  const failure = presentFailure(facts);
  if (!facts.device.online) return { phase: 'WAITING_FOR_DEVICE', errorCode: 'RA-DSP-01' };
  if (facts.desired === 'absent') return { phase: 'QUEUED', errorCode: null };
  if (facts.rival) return facts.rival.errorCode === null ? { phase: 'QUEUED', errorCode: null } : { phase: 'BLOCKED', errorCode: facts.rival.errorCode };
  const order = openOrder(facts, now);
  if (order) {
    if (orderDeadline(order) <= now) return { phase: 'RETRY_WAIT', errorCode: 'RA-SYS-01' };
    // Another attempt is not yet a success: until it is one, what made the last one fail is still what is known.
    const errorCode = failure?.code ?? null;
    if (order.acknowledgedAt === null) return { phase: 'DISPATCHED', errorCode };
    return { phase: STEP_PHASES[stepOf(order)], errorCode };
  }
  if (failure) return { phase: 'RETRY_WAIT', errorCode: failure.code };
  if (conditions.Installed.status === 'true') {
    if (conditions.Configured.status !== 'true') return { phase: 'CONFIGURING', errorCode: null };
    const [trouble] = facts.agent.troubles;
    if (trouble && conditions.Connected.status !== 'true') return { phase: 'RETRY_WAIT', errorCode: trouble.code };
    return { phase: conditions.Connected.status === 'true' ? 'VERIFYING' : 'REGISTERING', errorCode: null };
  }
  return { phase: 'QUEUED', errorCode: null };
}

/** What keeps a device that is not proven yet from going on: a person or the guard, then its wave, then its window. */
function heldPhase({ frozen, pending }: DeploymentFacts): ProjectedPhase | null {
  if (frozen) return { phase: 'PAUSED', errorCode: null, waitsFor: 'unfreezing' };
  const rollout = pending?.rollout;
  if (!rollout) return null;
  if (rollout.state === 'halted') return { phase: 'PAUSED', errorCode: 'RA-SYS-04', waitsFor: 'resumption' };
  if (rollout.state !== 'running') return { phase: 'PAUSED', errorCode: null, waitsFor: rollout.state === 'paused' ? 'resumption' : 'next-change' };
  if (!rollout.waveOpen) return { phase: 'SCHEDULED', errorCode: null, waitsFor: 'wave' };
  return rollout.windowOpensAt ? { phase: 'SCHEDULED', errorCode: 'RA-DSP-06', waitsFor: 'window' } : null;
}

/** Milliseconds since the device said that the remote agent is installed. */
export function registeringSince(facts: DeploymentFacts, now: Date): number {
  const since = facts.order?.reportedAt ?? facts.agent.at;
  return since ? now.getTime() - since.getTime() : 0;
}

/** The failure that still stands: of the present generation. */
export function presentFailure(facts: DeploymentFacts): DeploymentFacts['failure'] {
  return facts.failure && facts.failure.generation === facts.generation ? facts.failure : null;
}
