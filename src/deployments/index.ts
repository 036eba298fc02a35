/** Desired state: for every device that a policy reaches, one deployment on its provider instance, with a generation as its fence. */
export { effectivePolicyOfDevice, effectiveSettingsOfDevices } from './effective-policy-of.js';
export { effectivePolicy, effectiveSettings, policyClass, type PolicyClass, type SitePlacement } from './policy-class.js';
export { DeploymentsModule } from './deployments.module.js';
export { endWhatExpired, untilNextExpiry } from './end-what-expired.js';
export { exclusionsOfDevices, type HoldingExclusion, whichApply } from './exclusions/which-apply.js';
export { policyLocks, type PolicyLocks } from './locks/load-locks.js';
export { overridesOfDevices, overridesOfSites } from './overrides/load-overrides.js';
export { type DeviceOfSite, policyInputsOf } from './policy-inputs.js';
export { policyLayersOf } from './policy-layers.js';
export { type ExpressibleByKind, retargetDirtySites } from './retarget-dirty-sites.js';
export type { Retargeting } from './retarget-sites.js';
