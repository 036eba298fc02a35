import { REMOTE_ACCESS_SETTINGS, type ResolvedSettings } from '../../contracts/policy-settings.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { type EffectivePolicy, type PolicyInput, resolveEffectivePolicy, valuesOf } from '../policies/index.js';
import { type DeviceOfSite, policyInputsOf } from './policy-inputs.js';

/** What results for one device now, released or not, each value with its provenance. */
export async function effectivePolicyOfDevice(tx: Tx, device: DeviceOfSite): Promise<EffectivePolicy> {
  const inputs = await policyInputsOf(tx, [device]);
  return resolveEffectivePolicy(REMOTE_ACCESS_SETTINGS, inputs.get(device.deviceId)!);
}

/** The newest settings of many devices, released or not, resolved once per class. */
export async function effectiveSettingsOfDevices(tx: Tx, devices: readonly DeviceOfSite[]): Promise<Map<string, ResolvedSettings>> {
  const inputs = await policyInputsOf(tx, devices);
  const resolved = new Map<PolicyInput, ResolvedSettings>();
  for (const input of inputs.values()) {
    if (!resolved.has(input)) resolved.set(input, valuesOf(resolveEffectivePolicy(REMOTE_ACCESS_SETTINGS, input)) as ResolvedSettings);
  }
  return new Map([...inputs].map(([deviceId, input]) => [deviceId, resolved.get(input)!]));
}
