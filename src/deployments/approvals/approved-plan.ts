import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** A plan that a second person approves while its request is carried out. */
export interface ApprovedPlan {
  readonly hash: string;
  /** Records the decision; called within the transaction of the change itself, so that there is never one without the other. */
  readonly decide: (tx: Tx) => Promise<void>;
}

/** Nothing outside this process can say that a plan is approved. */
const approved = new AsyncLocalStorage<ApprovedPlan>();

export function carryingOutApproved<T>(plan: ApprovedPlan, work: () => Promise<T>): Promise<T> {
  return approved.run(plan, work);
}

export function approvedPlan(): ApprovedPlan | null {
  return approved.getStore() ?? null;
}
