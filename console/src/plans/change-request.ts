import { answer, type Answer } from '../api/client';
import type { ApprovalNeeded, Plan } from '../api/types';

/** How a large change goes through the fleet; what is left out is as the installation has it. */
export interface RolloutTerms {
  waves?: string;
  soakSeconds?: number;
  ratePerMinute?: number;
  windowDays?: string;
  windowFrom?: string;
  windowTo?: string;
}

/** What a person agreed to: this plan, gone about like this. */
export interface Agreement {
  plan: Plan;
  rollout: RolloutTerms;
}

/** The terms under which a change is asked for; a request puts them beside its own parameters. */
export interface Terms {
  query: RolloutTerms & { dryRun?: boolean };
  header: { 'if-plan'?: string; 'x-confirm-count'?: string };
}

/** A change that may move more than what it names, asked for under whatever terms. */
export type ChangeRequest<T> = (terms: Terms) => Promise<Answer<T | ApprovalNeeded>>;

/** What came of applying a change: it is done, or it is kept until a second person has decided. */
export type Applied<T> = { state: 'done'; value: T } | { state: 'waits'; approvalId: string };

/** What a change would do; nothing is changed. */
export async function planOf(request: ChangeRequest<unknown>): Promise<Plan> {
  return (await answer(request({ query: { dryRun: true }, header: {} }))) as Plan;
}

/** Makes a change, under what was agreed to if somebody was asked. */
export async function apply<T>(request: ChangeRequest<T>, agreement: Agreement | null): Promise<Applied<T>> {
  const answered = await answer(request(agreement ? termsOf(agreement) : { query: {}, header: {} }));
  return isApprovalNeeded(answered)
    ? { state: 'waits', approvalId: answered.approvalId }
    : { state: 'done', value: answered };
}

function termsOf({ plan, rollout }: Agreement): Terms {
  return { query: rollout, header: { 'if-plan': plan.hash, 'x-confirm-count': String(plan.moved) } };
}

function isApprovalNeeded(answered: unknown): answered is ApprovalNeeded {
  return typeof answered === 'object' && answered !== null && 'approvalId' in answered;
}
