import type { Tx } from '../platform/database/unit-of-work.js';

/** A change of this many devices goes at once however small the fleet is. */
const ALWAYS_SMALL = 50;
const SHARE_OF_FLEET = 0.05;

/** How many devices may change at once: max(50, 5 % of the fleet). */
export interface ChangeLimit {
  readonly devices: number;
  readonly isExceeded: boolean;
}

/** From the kept numbers of devices by site; sites that have changed since are counted. */
export async function changeLimit(tx: Tx, moved: number): Promise<ChangeLimit> {
  const [{ fleet }]: [{ fleet: number }] = await tx.query(
    `WITH stale AS MATERIALIZED (SELECT DISTINCT site_id FROM stale_tally)
     SELECT (coalesce((SELECT sum(devices) FROM site_tally WHERE site_id NOT IN (SELECT site_id FROM stale)), 0)
             + (SELECT count(*) FROM stale s CROSS JOIN LATERAL (SELECT FROM device d WHERE d.site_id = s.site_id AND d.retired_at IS NULL OFFSET 0) d))::int AS fleet`,
  );
  const devices = Math.max(ALWAYS_SMALL, Math.floor(fleet * SHARE_OF_FLEET));
  return { devices, isExceeded: moved > devices };
}
