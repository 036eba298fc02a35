import { Problem } from '../api/problem';
import type { Plan } from '../api/types';
import { apply, planOf, type Agreement, type Applied, type ChangeRequest } from './change-request';
import { askAboutPlan, closePlan, isPlanShown, tellPlan, type PlanWords } from './plan-question';

/**
 * When its plan is shown before a change is made: `always` for what takes something away, `when-large` for what may reach
 * many devices, `if-refused` for what moves none as a rule.
 */
export type Preview = 'always' | 'when-large' | 'if-refused';

/** What came of a change; `moved` is null where no plan was made. */
export type Outcome<T> = (Applied<T> | { state: 'dropped' }) & { moved: number | null; isLarge: boolean };

/**
 * Makes a change whose size is not known beforehand: plans it, asks where it has to be asked, and applies exactly what was
 * agreed to; a plan that has drifted is asked about anew. Rejects with any other refusal of the server.
 */
export async function carryOut<T>(request: ChangeRequest<T>, words: PlanWords, preview: Preview): Promise<Outcome<T>> {
  let isOpen = false;
  try {
    let plan = await firstPlan();
    if (isOpen && !isPlanShown()) return outcome({ state: 'dropped' }, plan);
    let mustAsk = preview === 'always' || plan?.needsConfirmation === true;
    let drifted = false;
    for (;;) {
      const agreement = mustAsk && plan ? await ask(plan, drifted) : null;
      if (mustAsk && !agreement) return outcome({ state: 'dropped' }, plan);
      const applied = await attempt(agreement, plan, drifted);
      if (applied instanceof Problem) {
        drifted = applied.code === 'API-PLAN-02';
        plan = applied.plan ?? null;
        mustAsk = true;
        continue;
      }
      if (applied.state === 'waits') {
        isOpen = false;
        tellPlan({ words, plan, drifted: false, state: 'waiting', approvalId: applied.approvalId });
      }
      return outcome(applied, plan);
    }
  } finally {
    if (isOpen) closePlan();
  }

  async function firstPlan(): Promise<Plan | null> {
    if (preview === 'if-refused') return null;
    if (preview === 'always') {
      isOpen = true;
      tellPlan({ words, plan: null, drifted: false, state: 'planning' });
    }
    return planOf(request);
  }

  function ask(plan: Plan, drifted: boolean): Promise<Agreement | null> {
    isOpen = true;
    return askAboutPlan({ words, plan, drifted });
  }

  /** A refusal that carries a plan is an answer: what has to be asked about. */
  async function attempt(
    agreement: Agreement | null,
    plan: Plan | null,
    drifted: boolean,
  ): Promise<Applied<T> | Problem> {
    if (isOpen) tellPlan({ words, plan, drifted, state: 'applying' });
    try {
      return await apply(request, agreement);
    } catch (error) {
      if (error instanceof Problem && error.plan) return error;
      throw error;
    }
  }
}

function outcome<T>(applied: Applied<T> | { state: 'dropped' }, plan: Plan | null): Outcome<T> {
  return { ...applied, moved: plan?.moved ?? null, isLarge: plan?.needsConfirmation === true };
}
