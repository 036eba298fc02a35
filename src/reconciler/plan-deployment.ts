import type { InstructionKind } from '../../contracts/agent-protocol.js';
import {
  agreedEndpoint, ASK_AGAIN_AFTER_MS, type Conditions, hasRestarted, isLost, isStalled, type DeploymentFacts, isInGrace, openOrder, orderDeadline, presentFailure, provenEndpoint,
  REGISTER_DEADLINE_MS, registeringSince, REMOVED_SHOWN_FOR_MS, SILENT_AFTER_MS,
} from '../deployment-status/index.js';
import { nextAttempt } from './retry-schedule.js';

/** Something to be done at the provider; core does it outside of any transaction, and doing it twice is harmless. */
export type PlannedAct =
  | { readonly kind: 'ensure-site' }
  | { readonly kind: 'ensure-installer' }
  | { readonly kind: 'place-endpoint'; readonly remoteId: string }
  | { readonly kind: 'remove-endpoint'; readonly remoteId: string };

/** The next step of one deployment. */
export interface DeploymentPlan {
  readonly instruct: { readonly kind: InstructionKind; readonly renewProof: boolean } | null;
  readonly acts: readonly PlannedAct[];
  /** The remote endpoint that device and provider agree on, when that is news. */
  readonly prove: string | null;
  /** What served the device until now is to be removed, because this is proven. */
  readonly handOver: boolean;
  /** A failure that nobody reports, because it consists of silence. */
  readonly fail: string | null;
  /** When a failed attempt is tried again, when that is news. */
  readonly retryAt: Date | null;
  /** The removal is proven on the device and at the provider: the tombstone may close. */
  readonly closeRemoval: boolean;
  /** The remote endpoint of which the device has told, and which the provider has not shown yet. */
  readonly awaits: string | null;
  /** What a policy let the device keep is to be removed after all, because the device leaves. */
  readonly reopenRemoval: boolean;
  readonly checkAgainInMs: number;
}

/** Reinstallations in 24 hours after which something on the device is stronger. */
const MOST_REINSTALLS = 3;
/** Failed updates after which a person has to look. */
const MOST_UPDATES = 3;
/** A deployment on its way is looked at this often, in case every hint was lost. */
const SWEEP_MS = 60_000;
/** One at rest is due when its evidence changes; this is for the day when the mark of such a change was lost. */
const SAFETY_NET_MS = 60 * 60_000;
/** Somebody else may have held what was to be handed over. */
const HANDED_OVER_MS = 1000;
const NOTHING: DeploymentPlan = { instruct: null, acts: [], prove: null, handOver: false, fail: null, retryAt: null, closeRemoval: false, awaits: null, reopenRemoval: false, checkAgainInMs: SWEEP_MS };

/**
 * Decides the next step of one deployment. Pure: the same facts and clock give the same plan. Silence is never failure: a
 * laptop in a drawer keeps what it last proved and is asked again when it wakes. While the installation is frozen nothing new is
 * begun, but what is seen goes on being judged. A `pace` below 1 shortens the pauses of retries.
 */
export function planDeployment(facts: DeploymentFacts, conditions: Conditions, now: Date, pace = 1): DeploymentPlan {
  const plan = planStep(facts, conditions, now, pace);
  return { ...NOTHING, ...plan, ...(facts.frozen ? { instruct: null, acts: [], handOver: false } : {}), checkAgainInMs: untilNextDeadline(facts, conditions, plan, now) };
}

function planStep(facts: DeploymentFacts, conditions: Conditions, now: Date, pace: number): Partial<DeploymentPlan> {
  if (facts.device.online && isStalled(facts, now)) return { fail: 'RA-SYS-01' };
  return facts.desired === 'absent' ? planRemoval(facts, now, pace) : planPresence(facts, conditions, now, pace);
}

/**
 * The device before the provider: a record that goes first would come back with the agent. Only where nobody waits for the device
 * any more is the record removed all the same, since the agent's secret opens nothing; the device is still asked, should it return.
 */
function planRemoval(facts: DeploymentFacts, now: Date, pace: number): Partial<DeploymentPlan> {
  if (facts.isKept) return { reopenRemoval: facts.device.isLeaving };
  if (isInGrace(facts, now)) return {};
  const mayHoldAgent = facts.agent.everInstructed && facts.agent.removedAt === null;
  if (mayHoldAgent && !facts.removedAt) {
    const atDevice = waiting(facts, now, pace) ?? { instruct: { kind: 'remove-remote-agent', renewProof: false } };
    return facts.givenUpAt ? { ...atDevice, acts: removalsAtProvider(facts) } : atDevice;
  }
  if (facts.endpoints.length > 0) return { acts: removalsAtProvider(facts) };
  return { closeRemoval: facts.removedAt === null && provenGone(facts) };
}

function removalsAtProvider({ endpoints, provider }: DeploymentFacts): PlannedAct[] {
  return provider.reachable ? endpoints.map(({ remoteId }) => ({ kind: 'remove-endpoint', remoteId })) : [];
}

/** A record that came up unnoticed would outlive the tombstone: the provider must have been read whole since the device proved it. */
function provenGone({ agent, provider }: DeploymentFacts): boolean {
  return agent.removedAt === null || (provider.reachable && provider.readAt !== null && provider.readAt > agent.removedAt);
}

function planPresence(facts: DeploymentFacts, conditions: Conditions, now: Date, pace: number): Partial<DeploymentPlan> {
  const agreed = agreedEndpoint(facts);
  const proven = provenEndpoint(facts);
  const isNews = agreed !== null && (agreed.remoteId !== proven?.remoteId || (hasRestarted(facts) && facts.proof?.number !== facts.proofNumber));
  const news = isNews ? agreed.remoteId : null;
  const awaits = agreed === null && isToBeShown(facts, now) ? facts.agent.remoteId : null;
  const housekeeping = { awaits, prove: news, handOver: facts.predecessor === 'free' && canBeUsed(conditions), acts: tidyEndpoints(facts, agreed?.remoteId ?? proven?.remoteId ?? null) };
  if (facts.provider.platformSupported === false) return housekeeping;
  const prerequisite = missingPrerequisite(facts);
  if (prerequisite) return { ...housekeeping, acts: facts.provider.reachable ? [prerequisite, ...housekeeping.acts] : [] };
  const wait = facts.rival ? {} : waiting(facts, now, pace);
  if (wait) return { ...housekeeping, ...wait };
  const silence = news ? null : (givenUp(facts, conditions) ?? unexplainedSilence(facts, conditions, now));
  return { ...housekeeping, ...(silence ? { fail: silence } : { instruct: news ? null : nextInstruction(facts, conditions, now) }) };
}

/** Whether the provider can show at any moment what the device has just said: that it is installed, with the mark that is asked for now. */
function isToBeShown(facts: DeploymentFacts, now: Date): boolean {
  const { agent, device, provider, incarnation, proofNumber } = facts;
  const showsMark = agent.installed === true && agent.incarnation === incarnation && agent.proofNumber === proofNumber;
  return showsMark && device.online && provider.reachable && registeringSince(facts, now) <= REGISTER_DEADLINE_MS;
}

/** Whether a device may be left to this deployment alone; nothing that an earlier generation has said counts. */
function canBeUsed({ Installed, Connected, Configured, Verified }: Conditions): boolean {
  return [Installed, Connected, Configured, Verified].every(({ status }) => status === 'true');
}

/** What took the remote agent away again and again in one day, since a person last said that it is gone: putting it back once more would change nothing. */
function givenUp(facts: DeploymentFacts, conditions: Conditions): string | null {
  const { agent, clearedAt } = facts;
  if (!isLost(facts, conditions) || agent.reinstalls < MOST_REINSTALLS || presentFailure(facts)) return null;
  return clearedAt !== null && agent.at !== null && clearedAt >= agent.at ? null : agent.troubles[0]!.code;
}

/** An installed remote agent that neither connects nor proves itself in time, and of which nobody has said why. A provider that cannot be read sees nobody: that silence is its own. */
function unexplainedSilence(facts: DeploymentFacts, conditions: Conditions, now: Date): string | null {
  const settled = conditions.Installed.status === 'true' && conditions.Configured.status === 'true';
  if (!settled || !facts.provider.reachable || conditions.Verified.status === 'true' || presentFailure(facts) || facts.agent.troubles.length > 0) return null;
  if (registeringSince(facts, now) <= REGISTER_DEADLINE_MS) return null;
  return conditions.Connected.status === 'true' ? 'RA-AGT-08' : 'RA-AGT-01';
}

function missingPrerequisite({ provider }: DeploymentFacts): PlannedAct | null {
  if (provider.platformSupported === null) return { kind: 'ensure-installer' };
  return provider.remoteGroupId === null ? { kind: 'ensure-site' } : null;
}

/** Why nothing may be sent now, with the retry that this implies; null when something may. */
function waiting(facts: DeploymentFacts, now: Date, pace: number): Partial<DeploymentPlan> | null {
  if (!facts.device.online || openOrder(facts, now)) return {};
  const failure = presentFailure(facts);
  if (!failure) return null;
  if (failure.retry !== 'auto') return {};
  if (facts.nextAttemptAt) return facts.nextAttemptAt > now ? {} : null;
  return { retryAt: nextAttempt({ deploymentId: facts.deploymentId, code: failure.code, at: failure.at, attempts: facts.attempts }, pace) };
}

function nextInstruction(facts: DeploymentFacts, conditions: Conditions, now: Date): DeploymentPlan['instruct'] {
  // Applying what is applied changes nothing and restarts nothing; the answer says what is there.
  if (isOld(facts, now)) return { kind: 'apply-settings', renewProof: false };
  if (conditions.Installed.status !== 'true') return { kind: 'install-remote-agent', renewProof: true };
  if (conditions.Configured.status !== 'true') return { kind: 'apply-settings', renewProof: false };
  if (conditions.Verified.status === 'true') return isToBeUpdated(facts) ? { kind: 'update-remote-agent', renewProof: true } : null;
  // Whatever restarts the remote agent would cut a session in progress.
  if (facts.inSession) return null;
  const markIsLost = facts.agent.proofNumber !== facts.proofNumber;
  // One proof for each restart: while the provider has not seen its mark yet there is nothing to ask for again.
  const needsMark = hasRestarted(facts) && facts.proof?.number === facts.proofNumber;
  return markIsLost || needsMark || presentFailure(facts) ? { kind: 'verify-identity', renewProof: true } : null;
}

/** Whether a device that once said that everything is installed has said nothing since for almost too long. */
function isOld({ agent }: DeploymentFacts, now: Date): boolean {
  return agent.installed === true && agent.at !== null && now.getTime() - agent.at.getTime() > ASK_AGAIN_AFTER_MS;
}

/** Updates the version that is offered to whoever's turn it is, a few times; what fails every time keeps its old version and says so. */
function isToBeUpdated({ update, settings, inSession, attempts }: DeploymentFacts): boolean {
  return update === 'now' && settings['agent.autoUpdate'] === true && !inSession && attempts < MOST_UPDATES;
}

/** Puts the proven record where it belongs and retires the others; before there is a proof nothing is touched. */
function tidyEndpoints(facts: DeploymentFacts, remoteId: string | null): PlannedAct[] {
  if (remoteId === null || !facts.provider.reachable) return [];
  return facts.endpoints.flatMap((endpoint): PlannedAct[] => {
    if (endpoint.remoteId !== remoteId) return endpoint.connected ? [] : [{ kind: 'remove-endpoint', remoteId: endpoint.remoteId }];
    const misplaced = facts.provider.remoteGroupId !== null && endpoint.remoteGroupId !== facts.provider.remoteGroupId;
    return misplaced || endpoint.name !== facts.provider.endpointName ? [{ kind: 'place-endpoint', remoteId }] : [];
  });
}

/** Until the nearest moment at which the same facts would be judged differently. */
function untilNextDeadline(facts: DeploymentFacts, conditions: Conditions, plan: Partial<DeploymentPlan>, now: Date): number {
  if (plan.fail || plan.prove || plan.reopenRemoval) return 0;
  if (plan.handOver) return HANDED_OVER_MS;
  const moments = [facts.removeAfter, facts.nextAttemptAt, plan.retryAt ?? null, after(facts.agent.at, SILENT_AFTER_MS), facts.device.online ? after(facts.agent.at, ASK_AGAIN_AFTER_MS) : null, after(facts.removedAt, REMOVED_SHOWN_FOR_MS)];
  const order = openOrder(facts, now);
  if (order) moments.push(orderDeadline(order), order.expiresAt);
  else if (facts.desired === 'present' && facts.agent.installed && provenEndpoint(facts) === null) {
    moments.push(new Date(now.getTime() + REGISTER_DEADLINE_MS - registeringSince(facts, now) + 1));
  }
  const waits = moments.flatMap((moment) => (moment && moment > now ? [moment.getTime() - now.getTime()] : []));
  const isStill = order === null && !plan.instruct && !plan.acts?.length && !plan.retryAt && !plan.closeRemoval && isAtRest(facts, conditions, now);
  return Math.max(50, Math.min(isStill ? SAFETY_NET_MS * share(facts.deploymentId) : SWEEP_MS, ...waits));
}

/** Whether nothing but a change of what is wanted or seen, each of which marks the deployment due, or a deadline can move it. */
function isAtRest(facts: DeploymentFacts, { Installed, Configured, Verified, Ready }: Conditions, now: Date): boolean {
  if (facts.pending || facts.update !== null || facts.predecessor || facts.rival) return false;
  if (facts.desired === 'absent') return facts.removedAt !== null || isInGrace(facts, now);
  if (facts.provider.platformSupported === false) return true;
  const isProven = Installed.status !== 'false' && Configured.status === 'true' && Verified.status === 'true';
  return isProven && (Ready.status === 'true' || !facts.device.online || !facts.provider.reachable);
}

function after(moment: Date | null, ms: number): Date | null {
  return moment && new Date(moment.getTime() + ms);
}

/** From 0.75 to 1.25, always the same for the same deployment: a fleet that came to rest at one moment is not looked at in one. */
function share(deploymentId: string): number {
  return 0.75 + Number.parseInt(deploymentId.slice(-6), 16) / 2 ** 25;
}
