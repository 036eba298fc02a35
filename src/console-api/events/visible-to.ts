import { coversSite, type Scope } from '../../accounts/index.js';
import type { NumberedChange } from './change-ring.js';

/** A change without a site concerns the installation, so only who reaches everything is told; and whom it concerns himself. */
export function visibleTo({ scope, operatorId }: { readonly scope: Scope; readonly operatorId: string }, { event, clientId }: NumberedChange): boolean {
  if (scope.all || event.operatorId === operatorId) return true;
  return event.siteId !== undefined && clientId !== null && coversSite(scope, { siteId: event.siteId, clientId });
}
