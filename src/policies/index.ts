/** Intent: what remote access should be like, kept in versions; and the one resolver of what results from several policies. */
export * from './effective-policy.js';
export { resolveEffectivePolicy } from './resolve-effective-policy.js';
export { stricterSettings } from './stricter-settings.js';
export { PoliciesModule } from './policies.module.js';
export type { PolicyCondition, PolicyFacts, PolicyType } from './types/policy-type.js';
export { configuredSettings } from './types/configured-settings.js';
export { resolvePolicyOfType } from './types/resolve-policy-of-type.js';
export { policyType, policyTypes } from './types/registry.js';
export { loosenedSettings } from './loosened-settings.js';
export { settingsProperty } from './policy.view.js';
export { policiesById } from './read-policies.js';
export { DiffQuery } from './versions/diff.query.js';
