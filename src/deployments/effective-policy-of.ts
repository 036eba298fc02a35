import type { ResolvedSettings } from '../../contracts/policy-settings.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { type EffectivePolicy, type PolicyInput, type PolicyType, resolvePolicyOfType, valuesOf } from '../policies/index.js';
import { type ClassKey, effectivePolicy } from './policy-class.js';
import { loadPolicyInputs, type PolicyKind } from './policy-inputs.js';
import { CLASS_OF_DEVICE } from './wanted-sql.js';

/** What results for one device now, released or not. */
export interface DeviceEffectivePolicy extends EffectivePolicy {
  /** The policies want remote access here; whether the device is excluded is said elsewhere. */
  readonly targeted: boolean;
}

interface Row {
  readonly device_id: string;
  readonly site_id: string;
  readonly groups: string[];
  readonly override_device: string | null;
}

/** What results for these devices; devices of one class are resolved once and share the answer. */
export async function effectivePoliciesOf(tx: Tx, deviceIds: readonly string[]): Promise<Map<string, DeviceEffectivePolicy>> {
  return resolvedByClass(tx, deviceIds, (input) => withTargeting(effectivePolicy(input)));
}

/** What results from the policies of any one type. */
export async function policiesOfType(tx: Tx, type: PolicyType, deviceIds: readonly string[]): Promise<Map<string, EffectivePolicy>> {
  return resolvedByClass(tx, deviceIds, (input) => resolvePolicyOfType(type, input), type);
}

async function resolvedByClass<Policy>(tx: Tx, deviceIds: readonly string[], resolve: (input: PolicyInput) => Policy, kind?: PolicyKind): Promise<Map<string, Policy>> {
  if (deviceIds.length === 0) return new Map();
  const rows: Row[] = await tx.query(CLASS_OF_DEVICE, [deviceIds]);
  const inputs = await loadPolicyInputs(tx, rows.map(classOf), kind);
  const resolved = new Map<string, Policy>();
  return new Map(
    rows.map((row) => {
      const key = classOf(row);
      const name = `${key.siteId} ${key.groups.join()} ${key.overrideDevice ?? ''}`;
      const known = resolved.get(name) ?? resolve(inputs.inputOf(key));
      resolved.set(name, known);
      return [row.device_id, known];
    }),
  );
}

/** All that decides about one device; null where there is no such device. */
export async function policyInputOf(tx: Tx, deviceId: string): Promise<PolicyInput | null> {
  const [row]: Row[] = await tx.query(CLASS_OF_DEVICE, [[deviceId]]);
  return row ? (await loadPolicyInputs(tx, [classOf(row)])).inputOf(classOf(row)) : null;
}

/** The plain values of an effective policy of remote access. */
export function settingsOf(policy: EffectivePolicy): ResolvedSettings {
  return valuesOf(policy) as ResolvedSettings;
}

function classOf(row: Row): ClassKey {
  return { siteId: row.site_id, groups: row.groups, overrideDevice: row.override_device };
}

function withTargeting(policy: EffectivePolicy): DeviceEffectivePolicy {
  return { ...policy, targeted: policy.settings['enabled']?.value === true };
}
