import { invalidField } from '../../platform/errors/constraint-refusals.js';
import type { PolicyType } from './policy-type.js';
import { policyType } from './registry.js';

/** The type of a stored policy; refuses one that a newer build left behind. */
export function knownTypeOf({ category, type }: { readonly category: string; readonly type: string }): PolicyType {
  const known = policyType(category, type);
  if (!known) throw invalidField('/type', 'known', 'is a type of policy that this version does not know');
  return known;
}
