import type { EffectivePolicy, PolicyInput } from '../effective-policy.js';
import { BUILT_IN_RULES } from '../merge-rules.js';
import { resolveEffectivePolicy } from '../resolve-effective-policy.js';
import type { PolicyType } from './policy-type.js';

/** The effective policy of one type, by the built-in merge rules and its own. */
export function resolvePolicyOfType(type: PolicyType, input: PolicyInput): EffectivePolicy {
  return resolveEffectivePolicy(type.settings, input, { ...BUILT_IN_RULES, ...type.mergeRules });
}
