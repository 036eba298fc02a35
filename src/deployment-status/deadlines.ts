import type { InstructionKind, Step } from '../../contracts/agent-protocol.js';
import type { OrderFacts } from './deployment-facts.js';

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
