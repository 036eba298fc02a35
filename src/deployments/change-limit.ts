import type { Tx } from '../platform/database/unit-of-work.js';

/** A change of this many devices goes at once however small the fleet is. */
const ALWAYS_SMALL = 50;
const SHARE_OF_FLEET = 0.05;

/** How many devices may change at once: max(50, 5 % of the fleet). */
export interface ChangeLimit {
  readonly devices: number;
  readonly isExceeded: boolean;
}

/**
 * Whether a change is too large is counted exactly, but no further than it takes to know: twenty times the change. Where the fleet
 * is larger than that the limit is what the database estimates, and never below the change.
 */
export async function changeLimit(tx: Tx, moved: number): Promise<ChangeLimit> {
  if (moved <= ALWAYS_SMALL) return { devices: ALWAYS_SMALL, isExceeded: false };
  const enough = Math.ceil((moved + 1) / SHARE_OF_FLEET);
  const [{ counted, estimate }]: [{ counted: number; estimate: number }] = await tx.query(
    `SELECT (SELECT count(*)::int FROM (SELECT 1 FROM device WHERE retired_at IS NULL LIMIT $1) AS enough) AS counted,
            (SELECT reltuples::float8 FROM pg_class WHERE oid = 'device'::regclass) AS estimate`,
    [enough],
  );
  const fleet = counted < enough ? counted : Math.max(counted, estimate);
  const devices = Math.max(ALWAYS_SMALL, Math.floor(fleet * SHARE_OF_FLEET));
  return { devices, isExceeded: moved > devices };
}
