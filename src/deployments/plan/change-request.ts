import { AsyncLocalStorage } from 'node:async_hooks';
import type { Operator } from '../../accounts/index.js';
import type { ApprovedPlan } from '../approvals/approved-plan.js';
import type { RolloutChoices } from '../rollouts/begin-rollout.js';
import type { PlanBasis, PlannedMove } from './plan-hash.js';

/** A state-changing request as far as planning is concerned. */
export interface ChangeRequest {
  readonly operator: Operator;
  /** What the plan of this request stands on. */
  readonly basis: PlanBasis;
  /** Show what would happen, change nothing. */
  readonly dryRun: boolean;
  /** The plan that was seen and agreed to. */
  readonly ifPlan: string | null;
  /** How many devices the caller says will change. */
  readonly confirmCount: number | null;
  readonly choices: RolloutChoices;
  /** The plan of `ifPlan` where a second person approves it. */
  readonly approved: ApprovedPlan | null;
  /** The plan that was shown to the caller, to be kept when the transaction is over. */
  shown: { readonly hash: string; readonly moves: readonly PlannedMove[] } | null;
}

/** The request that the present call chain serves; absent where nobody asked, as for agents and for loops. */
const present = new AsyncLocalStorage<ChangeRequest>();

export function servingChange<T>(request: ChangeRequest, work: () => Promise<T>): Promise<T> {
  return present.run(request, work);
}

export function presentChange(): ChangeRequest | undefined {
  return present.getStore();
}
