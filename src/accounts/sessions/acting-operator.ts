import { AsyncLocalStorage } from 'node:async_hooks';
import type { Operator } from '../roles/operator.js';

/** Cannot be reached from outside: it is no header and no cookie, only a call inside this process. */
const acting = new AsyncLocalStorage<Operator>();

/** Does work for an operator who is not the caller, under that operator's present rights: an approved request is its author's. */
export function actingFor<T>(operator: Operator, work: () => Promise<T>): Promise<T> {
  return acting.run(operator, work);
}

export function actingOperator(): Operator | undefined {
  return acting.getStore();
}
