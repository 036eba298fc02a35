import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { counted } from './tally-sql.js';

const AT_ONCE = 50;
const ONE_AT_A_TIME = 7408002;

/**
 * Counts anew some of the sites that have changed, at the cost of their devices; says whether any was left to do. The marks go
 * first: whoever changes something after that has marked his site again. One core at a time, so that none writes an older count
 * over a newer one.
 */
export async function recountStaleSites(unit: UnitOfWork): Promise<boolean> {
  const [{ any }]: [{ any: boolean }] = await unit.reads.query('SELECT EXISTS (SELECT 1 FROM stale_tally) AS any');
  if (!any) return false;
  return unit.run(async (tx) => {
    const [{ mine }]: [{ mine: boolean }] = await tx.query('SELECT pg_try_advisory_xact_lock($1) AS mine', [ONE_AT_A_TIME]);
    if (!mine) return false;
    const taken: { site_id: string }[] = await tx.query(
      `WITH taken AS (SELECT DISTINCT site_id FROM (SELECT site_id FROM stale_tally LIMIT 10000) AS marked LIMIT ${AT_ONCE}),
            gone AS (DELETE FROM stale_tally m USING taken t WHERE m.site_id = t.site_id)
       SELECT site_id FROM taken`,
    );
    const siteIds = taken.map((row) => row.site_id);
    await tx.query('DELETE FROM site_tally WHERE site_id = ANY($1::uuid[])', [siteIds]);
    await tx.query(`WITH taken AS (SELECT unnest($1::uuid[]) AS site_id), ${counted('taken')} INSERT INTO site_tally (site_id, phase, error_code, devices) SELECT * FROM counted`, [siteIds]);
    return true;
  });
}
