import type { Tx } from '../platform/database/unit-of-work.js';
import type { EffectivePolicy } from '../policies/index.js';
import { effectivePolicy } from './policy-class.js';
import { policyLayersOf } from './policy-layers.js';

export interface DeviceEffectivePolicy extends EffectivePolicy {
  readonly targeted: boolean;
}

/** What results for the devices of one site now, released or not. */
export async function effectivePolicyOfSite(tx: Tx, siteId: string): Promise<DeviceEffectivePolicy> {
  const layers = await policyLayersOf(tx, [siteId]);
  const policy = effectivePolicy(layers.get(siteId) ?? []);
  return { ...policy, targeted: policy.settings['enabled']?.value === true };
}
