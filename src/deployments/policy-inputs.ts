import type { SettingValue } from '../../contracts/policy-settings.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { PolicyInput, PolicyLayer, PolicyType } from '../policies/index.js';
import { policyLocks } from './locks/load-locks.js';
import { overridesOfDevices } from './overrides/load-overrides.js';
import type { ClassKey } from './policy-class.js';

/** Everything that decides about the devices of some sites, read once; says what holds for one class of them. */
export interface PolicyInputs {
  inputOf(key: ClassKey): PolicyInput;
}

interface LayerRow {
  site_id: string; policy_id: string; policy_name: string; package_id: string; package_name: string; assignment_id: string; priority: number;
  assigned_at: Date; enabled: boolean; settings: Record<string, SettingValue>; device_group_id: string | null; device_group_name: string | null;
}

const LAYERS = `
  SELECT a.site_id, p.id AS policy_id, p.name AS policy_name, k.id AS package_id, k.name AS package_name,
         a.id AS assignment_id, a.priority, a.created_at AS assigned_at, p.enabled, p.settings, e.device_group_id, g.name AS device_group_name
    FROM assignment a
    JOIN package k ON k.id = a.package_id
    JOIN package_entry e ON e.package_id = k.id
    JOIN policy p ON p.id = e.policy_id
    LEFT JOIN device_group g ON g.id = e.device_group_id
   WHERE a.site_id = ANY($1::uuid[]) AND p.category = $2 AND p.type = $3`;

/** Which policies are meant. */
export type PolicyKind = Pick<PolicyType, 'category' | 'type'>;
const REMOTE_ACCESS: PolicyKind = { category: 'devices', type: 'remote-access' };

/**
 * Reads the policies, overrides and locks that decide about these classes, in three statements however many they are, or two where
 * none is overridden; overrides and locks are about remote access alone.
 */
export async function loadPolicyInputs(tx: Tx, keys: readonly ClassKey[], kind = REMOTE_ACCESS): Promise<PolicyInputs> {
  const rows: LayerRow[] = await tx.query(LAYERS, [[...new Set(keys.map(({ siteId }) => siteId))], kind.category, kind.type]);
  const ofRemoteAccess = kind.category === REMOTE_ACCESS.category && kind.type === REMOTE_ACCESS.type;
  const overrides = await overridesOfDevices(tx, ofRemoteAccess ? keys.flatMap(({ overrideDevice }) => overrideDevice ?? []) : []);
  const locks = ofRemoteAccess ? (await policyLocks(tx)).settings : {};
  const layers = new Map<string, PolicyLayer[]>();
  for (const row of rows) layers.set(row.site_id, [...(layers.get(row.site_id) ?? []), layerOf(row)]);
  return {
    inputOf: ({ siteId, groups, overrideDevice }) => ({
      layers: (layers.get(siteId) ?? []).filter(({ deviceGroupId }) => deviceGroupId === null || groups.includes(deviceGroupId)),
      override: (overrideDevice === null ? undefined : overrides.get(overrideDevice)) ?? null,
      locks,
    }),
  };
}

function layerOf(row: LayerRow): PolicyLayer {
  return {
    policyId: row.policy_id,
    policyName: row.policy_name,
    packageId: row.package_id,
    packageName: row.package_name,
    assignmentId: row.assignment_id,
    priority: row.priority,
    assignedAt: row.assigned_at,
    enabled: row.enabled,
    settings: row.settings,
    deviceGroupId: row.device_group_id,
    deviceGroupName: row.device_group_name,
  };
}
