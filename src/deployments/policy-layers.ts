import type { SettingValue } from '../../contracts/policy-settings.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import type { PolicyLayer } from '../policies/index.js';

interface LayerRow {
  site_id: string;
  policy_id: string;
  policy_name: string;
  package_id: string;
  package_name: string;
  assignment_id: string;
  priority: number;
  assigned_at: Date;
  enabled: boolean;
  settings: Record<string, SettingValue>;
  device_group_id: string | null;
  device_group_name: string | null;
}

/** Every remote access policy that reaches the devices of these sites, by site; sites without any have an empty list. */
export async function policyLayersOf(tx: Tx, siteIds: readonly string[]): Promise<Map<string, PolicyLayer[]>> {
  const rows: LayerRow[] = await tx.query(
    `SELECT a.site_id, p.id AS policy_id, p.name AS policy_name, k.id AS package_id, k.name AS package_name,
            a.id AS assignment_id, a.priority, a.created_at AS assigned_at, p.enabled, p.settings,
            e.device_group_id, g.name AS device_group_name
       FROM assignment a
       JOIN package k ON k.id = a.package_id
       JOIN package_entry e ON e.package_id = k.id
       JOIN policy p ON p.id = e.policy_id
       LEFT JOIN device_group g ON g.id = e.device_group_id
      WHERE a.site_id = ANY($1::uuid[]) AND p.category = 'devices' AND p.type = 'remote-access'`,
    [siteIds],
  );
  const layers = new Map<string, PolicyLayer[]>(siteIds.map((siteId) => [siteId, []]));
  for (const row of rows) {
    layers.get(row.site_id)?.push({
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
    });
  }
  return layers;
}
