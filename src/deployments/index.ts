/** Desired state: for every device that a policy reaches, one deployment on its provider instance, with a generation as its fence. */
export { type DeviceEffectivePolicy, effectivePolicyOfSite } from './effective-policy-of.js';
export { effectivePolicy, effectiveSettings, policyClass, type PolicyClass, type SitePlacement } from './policy-class.js';
export { policyLayersOf } from './policy-layers.js';
export { awaitFreeze } from './freeze/freeze-lock.js';
export { type ReleasedDeployment, releasePending } from './release-pending.js';
export { advanceRollout, ROLLOUT_PAUSE } from './rollouts/advance-rollout.js';
export { rolloutDefaults } from './rollouts/defaults/change-rollout-defaults.js';
export { RolloutsModule } from './rollouts/rollouts.module.js';
export { releaseThawed } from './rollouts/release-wave.js';
export { tellRollouts } from './rollouts/tell-rollouts.js';
export { type ExpressibleByKind, retargetDirtySites } from './retarget-dirty-sites.js';
export type { Retargeting } from './retarget-sites.js';
