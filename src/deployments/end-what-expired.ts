import { recordAudits, SYSTEM } from '../audit/index.js';
import { announceDevices } from '../devices/index.js';
import type { Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { endExpiredExclusions } from './exclusions/end-expired-exclusions.js';
import { endExpiredOverrides } from './overrides/end-expired-overrides.js';

/** One transaction never ends more than this; what is left is found by the next round. */
export const ENDED_AT_ONCE = 500;

/**
 * Ends exclusions and overrides whose time is over by the database's clock, and says how many. Several may run at once: each row
 * is ended by one of them. Nothing depends on it being prompt: an expired one counts nowhere from its moment on.
 */
export async function endWhatExpired(unit: UnitOfWork): Promise<number> {
  return unit.run(async (tx) => {
    const expired = [...(await endExpiredExclusions(tx, ENDED_AT_ONCE)), ...(await endExpiredOverrides(tx, ENDED_AT_ONCE))];
    await recordAudits(tx, SYSTEM, expired);
    await announceDevices(tx, expired.flatMap(({ deviceId }) => deviceId ?? []));
    return expired.length;
  });
}

/** Milliseconds until the next expiry by the database's clock; null while nothing will expire. */
export async function untilNextExpiry(tx: Tx): Promise<number | null> {
  const [next]: { ms: number | null }[] = await tx.query(
    `SELECT extract(epoch FROM least((SELECT min(expires_at) FROM exclusion WHERE ended_at IS NULL AND expires_at IS NOT NULL),
                                     (SELECT min(expires_at) FROM device_override WHERE expires_at IS NOT NULL)) - clock_timestamp())::float8 * 1000 AS ms`,
  );
  return next?.ms ?? null;
}
