import type { Scope } from '../../accounts/index.js';
import { effectivePoliciesOf, exclusionsOfDevices } from '../../deployments/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import type { EffectivePolicy } from '../../policies/index.js';
import { siteById } from '../../sites/index.js';
import type { CandidateView, EffectivePolicyView } from './effective-policy.view.js';
import { siteOfDevice } from './read-devices.js';

/** What holds for one device, each value with its provenance. */
export async function effectivePolicyOfDevice(tx: Tx, scope: Scope, deviceId: string): Promise<EffectivePolicyView> {
  const { siteId } = await siteOfDevice(tx, scope, deviceId);
  const [site, policy] = [await siteById(tx, scope, siteId), (await effectivePoliciesOf(tx, [deviceId])).get(deviceId)];
  if (!policy) throw notFound('device');
  const exclusion = (await exclusionsOfDevices(tx, [deviceId])).get(deviceId);
  return {
    targeted: policy.targeted && exclusion?.kind !== 'exclude',
    providerInstanceId: site.placement?.providerInstanceId ?? null,
    ...policyView(policy),
    ...(exclusion ? { exclusion } : {}),
  };
}

/** Values and conflicts as the API shows them. */
export function policyView({ settings, conflicts }: EffectivePolicy): Pick<EffectivePolicyView, 'settings' | 'conflicts'> {
  return {
    settings: Object.fromEntries(
      Object.entries(settings).map(([key, setting]) => [key, { ...setting, shadowed: setting.shadowed.map(candidate) }]),
    ),
    conflicts: conflicts.map(({ code, key, candidates }) => ({ code, key, candidates: candidates.map(candidate) })),
  };
}

function candidate(facts: Readonly<CandidateView>): CandidateView {
  return { ...facts };
}
