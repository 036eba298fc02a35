import type { InstructionKind } from '../../contracts/agent-protocol.js';
import type { QuarantineCode } from '../devices/index.js';
import { type Condition, type Conditions, type ConditionType, NOT_CONFIRMED } from './conditions.js';
import { openOrder } from './deadlines.js';
import type { DeploymentFacts } from './deployment-facts.js';
import { presentFailure, type ProjectedPhase } from './project-phase.js';

/** A deployment that was judged otherwise than before, with what it was before. */
export interface ChangedDeployment {
  readonly facts: DeploymentFacts;
  readonly conditions: Conditions;
  readonly projected: ProjectedPhase;
  readonly deviceName: string;
  readonly providerName: string;
  /** Whose changes released the present generation, and what they were; null where no change was recorded. */
  readonly release: { readonly by: string | null; readonly cause: string | null };
  /** When a cause that stood in the way was said to be gone; by the device itself where nobody is named. */
  readonly cleared: { readonly by: string | null; readonly at: Date } | null;
  /** What was last stored; null before the first time. */
  readonly before: {
    readonly phase: string;
    readonly errorCode: string | null;
    readonly generation: bigint;
    readonly at: Date;
    readonly conditions: readonly Pick<Condition, 'type' | 'status' | 'reason'>[];
  } | null;
}

/** Who or what moved a deployment. */
export interface Explanation {
  readonly actor: string;
  readonly cause: string;
}

type Explainer = (changed: ChangedDeployment, now: Date) => Explanation | null;

const LATCHKEY = 'Latchkey';
/** What is kept as the detail of a failure that nobody has reported. */
export const SILENCE = 'The deadline of this step has passed.';
const NO_ANSWER = { actor: LATCHKEY, cause: 'The device did not answer in time.' };
const OFFLINE: ReadonlySet<string> = new Set(['READY_OFFLINE', 'WAITING_FOR_DEVICE', 'REMOVAL_WAITING']);
const SET_APART: Readonly<Record<QuarantineCode, string>> = {
  'RA-AGT-07': 'The identity of the device is in doubt.',
  'RA-ELG-07': 'Nobody has approved the device yet.',
};
const ORDERS: Readonly<Record<InstructionKind, string>> = {
  'install-remote-agent': 'to install the remote agent',
  'update-remote-agent': 'to update the remote agent',
  'remove-remote-agent': 'to remove the remote agent',
  'apply-settings': 'to apply settings',
  'verify-identity': 'to prove its identity',
  'collect-diagnostics': 'to collect diagnostics',
  'remove-unknown-remote-agent': 'to remove a remote agent that nobody deployed',
  'update-endpoint-agent': 'to update the endpoint agent',
  'remove-endpoint-agent': 'to remove the endpoint agent',
};

/** The first that knows is the answer; none of them guesses. */
const EXPLAINERS: readonly Explainer[] = [release, removal, quarantine, presence, prerequisite, failure, cleared, order, evidence];

/** Says who or what moved a deployment, from recorded facts alone. Pure. */
export function explainChange(changed: ChangedDeployment, now: Date): Explanation {
  for (const explain of EXPLAINERS) {
    const explanation = explain(changed, now);
    if (explanation) return explanation;
  }
  return { actor: LATCHKEY, cause: changed.conditions.Ready.message };
}

function release({ facts, before, release: { by, cause } }: ChangedDeployment): Explanation | null {
  if (before && before.generation >= facts.generation) return null;
  return { actor: by ?? LATCHKEY, cause: cause ?? 'What is wanted has changed.' };
}

function removal({ projected: { phase, errorCode }, before }: ChangedDeployment): Explanation | null {
  if (errorCode === 'RA-RMV-06') return { actor: LATCHKEY, cause: 'Somebody has given up waiting for the device.' };
  if (phase === 'REMOVED') return { actor: LATCHKEY, cause: 'Device and provider have shown that nothing is left.' };
  if (phase === 'NOT_TARGETED' && before?.phase === 'REMOVED') return { actor: LATCHKEY, cause: 'The removal is a day old.' };
  if (before?.phase !== 'REMOVAL_SCHEDULED') return null;
  return { actor: LATCHKEY, cause: 'The grace period is over.' };
}

function quarantine({ facts: { device }, projected, before }: ChangedDeployment): Explanation | null {
  if (device.quarantine) return device.quarantine === projected.errorCode ? { actor: LATCHKEY, cause: SET_APART[device.quarantine] } : null;
  return before?.errorCode && before.errorCode in SET_APART ? { actor: LATCHKEY, cause: 'Somebody has let the device out of quarantine.' } : null;
}

function presence({ facts, projected, before, deviceName }: ChangedDeployment): Explanation | null {
  if (OFFLINE.has(projected.phase)) return { actor: deviceName, cause: 'The device is not connected.' };
  return before && OFFLINE.has(before.phase) && facts.device.online ? { actor: deviceName, cause: 'The device is connected again.' } : null;
}

function prerequisite({ facts, projected, before, providerName }: ChangedDeployment): Explanation | null {
  const { phase, errorCode } = projected;
  if (phase === 'NOT_APPLICABLE') return { actor: providerName, cause: 'There is no remote agent for this platform.' };
  if (!facts.provider.reachable) {
    return phase === 'BLOCKED' || (phase === 'UNKNOWN' && errorCode !== 'RA-SYS-02') ? { actor: providerName, cause: 'The provider instance cannot be reached.' } : null;
  }
  if (phase === 'READY' && errorCode !== null) return { actor: LATCHKEY, cause: 'Nobody has confirmed that the server does what the policy needs of it.' };
  if (before?.conditions.some(({ reason }) => reason === NOT_CONFIRMED) && facts.provider.unconfirmed === null) return { actor: LATCHKEY, cause: 'The server is said to do what the policy needs of it, or the policy needs it no more.' };
  return before?.errorCode?.startsWith('RA-INS-') ? { actor: providerName, cause: 'The provider instance can be reached again.' } : null;
}

function failure({ facts, projected, deviceName }: ChangedDeployment, now: Date): Explanation | null {
  const { phase, errorCode } = projected;
  if (phase !== 'FAILED' && phase !== 'RETRY_WAIT' && phase !== 'REMOVAL_FAILED') return null;
  if (phase === 'RETRY_WAIT' && (openOrder(facts, now) || expiredUnanswered(facts, now))) return NO_ANSWER;
  const present = presentFailure(facts);
  if (present?.code !== errorCode) return null;
  return present.detail === SILENCE ? { actor: LATCHKEY, cause: SILENCE } : { actor: deviceName, cause: `The device reported a failure: ${present.detail}` };
}

function expiredUnanswered({ order, generation }: DeploymentFacts, now: Date): boolean {
  return order?.generation === generation && order.reportedAt === null && order.expiresAt <= now;
}

function cleared({ facts, before, cleared: said, deviceName }: ChangedDeployment): Explanation | null {
  if (!said || !before || said.at <= before.at || presentFailure(facts)) return null;
  return said.by === null ? { actor: deviceName, cause: 'The device says that the cause is gone.' } : { actor: said.by, cause: 'Asked to try again.' };
}

function order({ facts, deviceName }: ChangedDeployment, now: Date): Explanation | null {
  const open = openOrder(facts, now);
  if (!open) return null;
  if (open.acknowledgedAt === null) return { actor: LATCHKEY, cause: `The device was told ${ORDERS[open.kind]}, attempt ${open.attempt}.` };
  return { actor: deviceName, cause: open.step === null ? 'The device has taken the order.' : `The device reported: ${open.step}.` };
}

/** Whose word each condition rests on; the strongest first. */
const WITNESSES: readonly (readonly [ConditionType, (changed: ChangedDeployment) => string])[] = [
  ['Verified', () => LATCHKEY],
  ['Connected', ({ providerName }) => providerName],
  ['Installed', ({ deviceName }) => deviceName],
  ['Configured', ({ deviceName }) => deviceName],
];

function evidence(changed: ChangedDeployment): Explanation | null {
  const { conditions, before } = changed;
  const news = WITNESSES.filter(([type]) => {
    const kept = before?.conditions.find((each) => each.type === type);
    return kept?.status !== conditions[type].status || kept.reason !== conditions[type].reason;
  }).map(([type, witness]) => ({ actor: witness(changed), cause: conditions[type].message }));
  const [first] = news;
  return first ? { actor: first.actor, cause: news.filter(({ actor }) => actor === first.actor).map(({ cause }) => cause).join(' ') } : null;
}
