/** Intent: what remote access should be like, kept in versions; and the one resolver of what results from several policies. */
export * from './resolve-effective-policy.js';
export { PoliciesModule } from './policies.module.js';
export { type PolicyType } from './policy-types/policy-type.js';
export { policyType, policyTypes } from './policy-types/registry.js';
export { policiesById } from './read-policies.js';
