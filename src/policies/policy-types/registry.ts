import type { PolicyType } from './policy-type.js';
import { remoteAccess } from './remote-access.js';

const POLICY_TYPES: readonly PolicyType[] = [remoteAccess];

/** Every kind of policy, in the order of the console's form. */
export function policyTypes(): readonly PolicyType[] {
  return POLICY_TYPES;
}

/** Null for a kind that this build does not know. */
export function policyType(category: string, type: string): PolicyType | null {
  return POLICY_TYPES.find((each) => each.category === category && each.type === type) ?? null;
}
