/** Intent: what remote access should be like, kept in versions; and the one resolver of what results from several policies. */
export * from './effective-policy.js';
export { resolveEffectivePolicy } from './resolve-effective-policy.js';
export { PoliciesModule } from './policies.module.js';
export { type PolicyType } from './policy-types/policy-type.js';
export { policyType, policyTypes } from './policy-types/registry.js';
export { loosenedSettings } from './loosened-settings.js';
export { configuredSettings } from './policy-types/configured-settings.js';
export { settingsProperty } from './policy.view.js';
export { refuseForeignOwner } from './create-policy.js';
export { policiesById, refuseOutside } from './read-policies.js';
