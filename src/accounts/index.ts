/** Who operates this installation: accounts, roles and rights, scopes, sessions. Everybody may import this. */
export { AccountsModule } from './accounts.module.js';
export { contains, type Authority } from './roles/delegation.js';
export { actorOf, holds, type Operator } from './roles/operator.js';
export { refuseForeignOwner, refuseOutside } from './roles/ownership.js';
export { type Right, RIGHTS, rightsOf, type Role, ROLES } from './roles/rights.js';
export { clientIsInScope, coversClient, coversSite, EVERYTHING, type Scope, isSharedOrInScope, scopeOf, sharedOrInScope, siteInScope, siteIsInScope, withClientInScope, withinScope } from './roles/scope.js';
export { actingFor } from './sessions/acting-operator.js';
export { CurrentOperator, OpenToAnyone, Requires, type RequestOfOperator, SignedIn } from './sessions/access.js';
export { OperatorSessions } from './sessions/operator-sessions.js';
export { SessionGuard } from './sessions/session.guard.js';
export { ensureSetupClaim } from './setup/setup-claim.js';
