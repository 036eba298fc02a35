import type { RemoteAccessSettingKey } from '../../contracts/policy-settings.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { policyClass } from './policy-class.js';
import { policyLayersOf } from './policy-layers.js';
import { recordReleaseCauses, type SiteMark } from './record-release-causes.js';
import { retargetSites, type Retargeting } from './retarget-sites.js';

/** Which settings the provider of an instance can enforce; empty for an unknown kind. */
export type ExpressibleByKind = (kind: string) => ReadonlySet<RemoteAccessSettingKey>;

const SITES_PER_TRANSACTION = 20;

/**
 * Takes dirty sites, resolves each once and retargets its devices; null when none was dirty. The lock per site is taken before
 * its layers are read, so that of two workers the later always writes what the newest commit says.
 */
export async function retargetDirtySites(unit: UnitOfWork, expressibleBy: ExpressibleByKind): Promise<Retargeting | null> {
  return unit.run(async (tx) => {
    const marks: SiteMark[] = await tx.query(
      `WITH taken AS (SELECT ctid FROM dirty_site ORDER BY marked_at LIMIT 500 FOR UPDATE SKIP LOCKED),
            gone AS (DELETE FROM dirty_site d USING taken t WHERE d.ctid = t.ctid RETURNING d.site_id, d.tx)
       SELECT DISTINCT site_id AS "siteId", tx::text FROM gone ORDER BY site_id`,
    );
    if (marks.length === 0) return null;
    const siteIds = [...new Set(marks.map(({ siteId }) => siteId))];
    const total = { begun: 0, changed: 0, retired: 0 };
    for (let from = 0; from < siteIds.length; from += SITES_PER_TRANSACTION) {
      const batch = siteIds.slice(from, from + SITES_PER_TRANSACTION);
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(s::text, 7406)) FROM unnest($1::uuid[]) AS s ORDER BY s`, [batch]);
      const placements: { site_id: string; provider_instance_id: string; kind: string }[] = await tx.query(PLACEMENTS, [batch]);
      const layers = await policyLayersOf(tx, batch);
      const classes = placements.map((row) =>
        policyClass(
          { siteId: row.site_id, providerInstanceId: row.provider_instance_id, expressible: expressibleBy(row.kind) },
          layers.get(row.site_id) ?? [],
        ),
      );
      const result = await retargetSites(tx, classes);
      total.begun += result.begun;
      total.changed += result.changed;
      total.retired += result.retired;
    }
    if (total.begun + total.changed + total.retired > 0) await recordReleaseCauses(tx, marks);
    return total;
  });
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
