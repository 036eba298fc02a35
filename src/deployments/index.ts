/** Desired state: for every device that a policy reaches, one deployment on its provider instance, with a generation as its fence. */
export { type DeviceEffectivePolicy, effectivePolicyOfSite } from './effective-policy-of.js';
export { type GivingUp, giveUpRemovals } from './give-up-removals.js';
export { effectivePolicy, effectiveSettings, policyClass, type PolicyClass, type SitePlacement } from './policy-class.js';
export { policyLayersOf } from './policy-layers.js';
export { type ExpressibleByKind, retargetDirtySites } from './retarget-dirty-sites.js';
export type { Retargeting } from './retarget-sites.js';
