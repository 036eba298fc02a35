import { rightsOf, reachesEverything, type Role } from './rights.js';
import type { Scope } from './scope.js';

/** What an account can do at most. */
export interface Authority {
  readonly role: Role;
  readonly scope: Scope;
}

/** Whether everything that `other` can do is also in `own`: nobody grants, or takes over by editing, more than he holds. */
export function contains(own: Authority, other: Authority): boolean {
  const held = rightsOf(own.role);
  return [...rightsOf(other.role)].every((right) => held.has(right)) && scopeContains(reach(own), reach(other));
}

function reach({ role, scope }: Authority): Scope {
  return reachesEverything(role) ? { all: true, clientIds: [], siteIds: [] } : scope;
}

/** Whether a narrower reach lies within the caller's own. */
export function scopeWithin(own: Authority, scope: Scope): boolean {
  return scopeContains(reach(own), scope);
}

/** A site of `other` counts as contained only when it is named too: which client it belongs to may change hands elsewhere. */
function scopeContains(own: Scope, other: Scope): boolean {
  if (own.all) return true;
  if (other.all) return false;
  return (
    other.clientIds.every((id) => own.clientIds.includes(id)) && other.siteIds.every((id) => own.siteIds.includes(id))
  );
}
