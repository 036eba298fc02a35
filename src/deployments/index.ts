/** Desired state: for every device that a policy reaches, one deployment on its provider instance, with a generation as its fence. */
export { type ExpressibleByKind } from './classes-of-sites.js';
export { DeploymentsModule } from './deployments.module.js';
export { type DeviceEffectivePolicy, effectivePoliciesOf, policiesOfType, settingsOf } from './effective-policy-of.js';
export { endWhatExpired, untilNextExpiry } from './end-what-expired.js';
export { exclusionsOfDevices, type HoldingExclusion, whichApply } from './exclusions/which-apply.js';
export { type GivingUp, giveUpRemovals } from './give-up-removals.js';
export { releasePending, type ReleasedDeployment } from './release-pending.js';
export { retargetDirtySites } from './retarget-dirty-sites.js';
export { awaitFreeze } from './freeze/freeze-lock.js';
export { advanceRollout, ROLLOUT_PAUSE } from './rollouts/advance-rollout.js';
export { rolloutDefaults } from './rollouts/defaults/change-rollout-defaults.js';
export { RolloutsModule } from './rollouts/rollouts.module.js';
export { releaseThawed } from './rollouts/release-wave.js';
export { tellRollouts } from './rollouts/tell-rollouts.js';
export type { Retargeting } from './retarget-sites.js';
export { settingsAtLaunch } from './settings-at-launch.js';
