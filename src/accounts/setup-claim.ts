export { ensureSetupClaim } from './setup/setup-claim.js';
