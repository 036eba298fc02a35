import type { Tx } from '../platform/database/unit-of-work.js';

/** A change of this many devices goes at once however small the fleet is. */
const ALWAYS_SMALL = 50;
const SHARE_OF_FLEET = 0.05;

/** How many devices may change at once: max(50, 5 % of the fleet). */
export interface ChangeLimit {
  readonly devices: number;
  readonly isExceeded: boolean;
}

/** The fleet is counted only when a change is not small by itself. */
export async function changeLimit(tx: Tx, moved: number): Promise<ChangeLimit> {
  if (moved <= ALWAYS_SMALL) return { devices: ALWAYS_SMALL, isExceeded: false };
  const [{ fleet }]: [{ fleet: number }] = await tx.query('SELECT count(*)::int AS fleet FROM device WHERE retired_at IS NULL');
  const devices = Math.max(ALWAYS_SMALL, Math.floor(fleet * SHARE_OF_FLEET));
  return { devices, isExceeded: moved > devices };
}
