import type { Tx } from '../../platform/database/unit-of-work.js';
import { providerKind } from '../../remote-access/index.js';
import { firstServing } from '../../sites/index.js';
import { compareInstanceWide, type ComparedSetting, type WantedByPolicy } from './compare-instance-wide.js';

/** What policies want of the server as a whole; nothing for a product whose settings are each device's own. */
export async function readInstanceWide(tx: Tx, { id, kind, url }: { readonly id: string; readonly kind: string; readonly url: string | null }): Promise<ComparedSetting[]> {
  const settings = providerKind(kind)?.instanceWide ?? [];
  if (settings.length === 0) return [];
  const wanted: WantedByPolicy[] = await tx.query(WANTED, [id, settings.map(({ key }) => key)]);
  return compareInstanceWide(settings, wanted, url);
}

/** Of policies that are switched on and reach a site of the instance; a site that nobody has placed is served by the first. */
const WANTED = `
  SELECT DISTINCT p.id AS "policyId", p.name AS "policyName", e.key, e.value
    FROM site s
    JOIN assignment a ON a.site_id = s.id
    JOIN package_entry k ON k.package_id = a.package_id
    JOIN policy p ON p.id = k.policy_id AND p.enabled AND p.category = 'devices' AND p.type = 'remote-access'
   CROSS JOIN LATERAL jsonb_each(p.settings) e
   WHERE coalesce(s.provider_instance_id, (SELECT f.id FROM provider_instance f ORDER BY ${firstServing('f')} LIMIT 1)) = $1
     AND e.key = ANY($2::text[]) ORDER BY e.key, p.name, p.id`;
