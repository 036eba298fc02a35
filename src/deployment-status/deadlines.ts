import type { InstructionKind, Step } from '../../contracts/agent-protocol.js';
import type { DeploymentFacts, OrderFacts } from './deployment-facts.js';

const MINUTE_MS = 60_000;

/** How long a step may take without progress before it is called stalled; from the status catalogue. */
const STEP_DEADLINE_MS: Readonly<Record<Step, number>> = {
  downloading: 15 * MINUTE_MS,
  installing: 15 * MINUTE_MS,
  registering: MINUTE_MS,
  configuring: 2 * MINUTE_MS,
  verifying: MINUTE_MS,
  updating: 15 * MINUTE_MS,
  repairing: 15 * MINUTE_MS,
  removing: 15 * MINUTE_MS,
};

const FIRST_STEP: Readonly<Record<InstructionKind, Step>> = {
  'install-remote-agent': 'installing',
  'update-remote-agent': 'updating',
  'remove-remote-agent': 'removing',
  'apply-settings': 'configuring',
  'verify-identity': 'verifying',
  'collect-diagnostics': 'configuring',
  'remove-unknown-remote-agent': 'removing',
  'update-endpoint-agent': 'updating',
  'remove-endpoint-agent': 'removing',
};

export const ACKNOWLEDGE_DEADLINE_MS = MINUTE_MS;
/** From the report of an installation until the provider sees the remote agent and the proof holds. */
export const REGISTER_DEADLINE_MS = MINUTE_MS;

/** The step that an instruction is in, as far as it was reported. */
export function stepOf(order: OrderFacts): Step {
  return order.step ?? FIRST_STEP[order.kind];
}

/** When an unanswered instruction counts as stalled. */
export function orderDeadline(order: OrderFacts): Date {
  if (order.acknowledgedAt === null) return new Date(order.issuedAt.getTime() + ACKNOWLEDGE_DEADLINE_MS);
  const last = order.progressAt ?? order.acknowledgedAt;
  return new Date(last.getTime() + STEP_DEADLINE_MS[stepOf(order)]);
}

/**
 * The instruction that is still out: handed over and not answered. One that the device has taken is out until the deadline of its
 * step; any other until it expires, and one that a newer generation has overtaken before the device took it holds nothing up.
 */
export function openOrder({ order, generation }: Pick<DeploymentFacts, 'order' | 'generation'>, now: Date): OrderFacts | null {
  if (!order || order.reportedAt !== null || outUntil(order, generation) <= now) return null;
  return order.generation === generation || order.acknowledgedAt !== null ? order : null;
}

/** The device took the newest instruction and then let its deadline pass, which nobody has counted as a failure yet. */
export function isStalled({ order, generation, failure }: Pick<DeploymentFacts, 'order' | 'generation' | 'failure'>, now: Date): boolean {
  if (!order || order.reportedAt !== null || order.acknowledgedAt === null || order.generation !== generation || outUntil(order, generation) > now) return false;
  return failure === null || failure.at < order.issuedAt;
}

/** What was overtaken is not waited for beyond its validity: the device may be another one by now, installed anew. */
function outUntil(order: OrderFacts, generation: bigint): Date {
  if (order.acknowledgedAt === null || order.generation !== generation) return order.expiresAt;
  const deadline = orderDeadline(order);
  return deadline > order.expiresAt ? deadline : order.expiresAt;
}
