import { coversSite, type Scope } from '../../accounts/index.js';
import type { NumberedChange } from './change-ring.js';

/** A change without a site concerns the installation, so only who reaches everything is told. */
export function visibleTo(scope: Scope, { event, clientId }: NumberedChange): boolean {
  if (scope.all) return true;
  return event.siteId !== undefined && clientId !== null && coversSite(scope, { siteId: event.siteId, clientId });
}
