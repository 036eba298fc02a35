import type { Tx } from '../platform/database/unit-of-work.js';
import type { PolicyInput, PolicyLayer } from '../policies/index.js';
import { policyLocks } from './locks/load-locks.js';
import { overridesOfDevices } from './overrides/load-overrides.js';
import { policyLayersOf } from './policy-layers.js';

export interface DeviceOfSite {
  readonly deviceId: string;
  readonly siteId: string;
}

/**
 * What decides about each of these devices, read in four statements however many they are. Devices that nothing tells apart
 * (same site, same groups, no override) share one input, so that whoever resolves needs to do it once per class.
 */
export async function policyInputsOf(tx: Tx, devices: readonly DeviceOfSite[]): Promise<Map<string, PolicyInput>> {
  const deviceIds = devices.map(({ deviceId }) => deviceId);
  const layersBySite = await policyLayersOf(tx, [...new Set(devices.map(({ siteId }) => siteId))]);
  const narrowing = new Set([...layersBySite.values()].flat().flatMap((layer) => layer.deviceGroupId ?? []));
  const groups = await groupsOf(tx, deviceIds, [...narrowing]);
  const overrides = await overridesOfDevices(tx, deviceIds);
  const { settings: locks } = await policyLocks(tx);
  const shared = new Map<string, PolicyInput>();
  const inputOf = ({ deviceId, siteId }: DeviceOfSite): PolicyInput => {
    const ofDevice = groups.get(deviceId) ?? [];
    const name = [siteId, ...ofDevice].join();
    const plain = shared.get(name) ?? { layers: matching(layersBySite.get(siteId) ?? [], ofDevice), override: null, locks };
    shared.set(name, plain);
    const override = overrides.get(deviceId);
    return override ? { ...plain, override } : plain;
  };
  return new Map(devices.map((device) => [device.deviceId, inputOf(device)]));
}

/** Those of the given groups that each device is in, in one order. */
async function groupsOf(tx: Tx, deviceIds: readonly string[], groupIds: readonly string[]): Promise<Map<string, string[]>> {
  if (groupIds.length === 0) return new Map();
  const rows: { device_id: string; groups: string[] }[] = await tx.query(
    `SELECT device_id, array_agg(group_id ORDER BY group_id) AS groups FROM device_group_member
      WHERE device_id = ANY($1::uuid[]) AND group_id = ANY($2::uuid[]) GROUP BY device_id`,
    [deviceIds, groupIds],
  );
  return new Map(rows.map((row) => [row.device_id, row.groups]));
}

function matching(layers: readonly PolicyLayer[], groupIds: readonly string[]): PolicyLayer[] {
  return layers.filter(({ deviceGroupId }) => deviceGroupId === null || groupIds.includes(deviceGroupId));
}
