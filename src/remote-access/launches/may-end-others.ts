import type { Operator } from '../../accounts/index.js';

/** Who may end, and decide about, the sessions of others. */
export function mayEndOthers({ role }: Operator): boolean {
  return role === 'primary-super-admin' || role === 'super-admin' || role === 'manager';
}
