import type { Tx } from '../platform/database/unit-of-work.js';

/** The endpoint agent of a device that leaves has said that it removes itself: it will not be heard of again, and need not be asked again. */
export async function noteAgentRemoved(tx: Tx, deviceId: string): Promise<void> {
  await tx.query('UPDATE device SET agent_removed_at = clock_timestamp() WHERE id = $1 AND retired_at IS NOT NULL', [deviceId]);
}
