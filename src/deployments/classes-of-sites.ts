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
}

/** The classes that the devices of these sites fall into, each resolved once; sites that no provider instance serves have none. */
export async function classesOfSites(tx: Tx, siteIds: readonly string[], expressibleBy: ExpressibleByKind): Promise<PolicyClass[]> {
  const placements = await placementsOf(tx, siteIds, expressibleBy);
  const inputs = await loadPolicyInputs(tx, siteIds);
  const rows: KeyRow[] = await tx.query(CLASS_KEYS, [siteIds]);
  return rows.map(keyOf).flatMap((key) => {
    const placement = placements.get(key.siteId);
    return placement ? [policyClass(key, placement, inputs.inputOf(key))] : [];
  });
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

async function placementsOf(tx: Tx, siteIds: readonly string[], expressibleBy: ExpressibleByKind): Promise<Map<string, SitePlacement>> {
  const rows: { site_id: string; provider_instance_id: string; kind: string }[] = await tx.query(PLACEMENTS, [siteIds]);
  return new Map(
    rows.map((row) => [row.site_id, { siteId: row.site_id, providerInstanceId: row.provider_instance_id, expressible: expressibleBy(row.kind) }]),
  );
}

/** A site without a placement of its own is served by the oldest instance, the embedded one before all others. */
const PLACEMENTS = `
  SELECT s.id AS site_id, i.id AS provider_instance_id, i.kind
    FROM site s
    JOIN LATERAL (
      SELECT id, kind FROM provider_instance p
       WHERE s.provider_instance_id IS NULL OR p.id = s.provider_instance_id
       ORDER BY p.embedded DESC, p.created_at, p.id LIMIT 1
    ) i ON true
   WHERE s.id = ANY($1::uuid[])`;
