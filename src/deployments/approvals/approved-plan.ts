import { AsyncLocalStorage } from 'node:async_hooks';

/** The plan that a second person has just approved, while its request is carried out; nothing outside this process can say so. */
const approved = new AsyncLocalStorage<string>();

export function carryingOutApproved<T>(planHash: string, work: () => Promise<T>): Promise<T> {
  return approved.run(planHash, work);
}

export function approvedPlan(): string | null {
  return approved.getStore() ?? null;
}
