import type { RemoteAccessSettingKey } from '../../contracts/policy-settings.js';
import type { Tx } from '../platform/database/unit-of-work.js';
import { type ClassKey, type PolicyClass, policyClass, type SitePlacement } from './policy-class.js';
import { loadPolicyInputs } from './policy-inputs.js';
import { CLASS_KEYS } from './wanted-sql.js';

/** Which settings the provider of an instance can enforce; empty for an unknown kind. */
export type ExpressibleByKind = (kind: string) => ReadonlySet<RemoteAccessSettingKey>;

interface KeyRow {
  readonly site_id: string;
  readonly groups: string[];
  readonly override_device: string | null;
  readonly provider_instance_id: string;
  readonly kind: string;
}

/** The classes that the devices of these sites fall into, each resolved once; sites that no provider instance serves have none. */
export async function classesOfSites(tx: Tx, siteIds: readonly string[], expressibleBy: ExpressibleByKind): Promise<PolicyClass[]> {
  const rows: KeyRow[] = await tx.query(CLASS_KEYS, [siteIds]);
  const keys = rows.map(keyOf);
  const inputs = await loadPolicyInputs(tx, keys);
  return keys.map((key, index) => policyClass(key, placementOf(rows[index]!, expressibleBy), inputs.inputOf(key)));
}

/** The classes as the statements in `wanted-sql.ts` take them. */
export function classParameter(classes: readonly PolicyClass[]): string {
  return JSON.stringify(
    classes.map((each) => ({
      site_id: each.siteId,
      groups: each.groups,
      override_device: each.overrideDevice,
      provider_instance_id: each.providerInstanceId,
      targeted: each.targeted,
      effective: each.effectiveHash,
      settings_hash: each.settingsHash,
    })),
  );
}

function keyOf(row: KeyRow): ClassKey {
  return { siteId: row.site_id, groups: row.groups, overrideDevice: row.override_device };
}

function placementOf(row: KeyRow, expressibleBy: ExpressibleByKind): SitePlacement {
  return { siteId: row.site_id, providerInstanceId: row.provider_instance_id, expressible: expressibleBy(row.kind) };
}
