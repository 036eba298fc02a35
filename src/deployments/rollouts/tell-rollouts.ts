import type { Tx } from '../../platform/database/unit-of-work.js';

export interface RolloutNews {
  /** Devices of which something has become known. */
  readonly changed: readonly string[];
  /** Connected devices that wait for a wave with their window open. */
  readonly ready: readonly string[];
}

/** Marks the open rollouts whose next step this may be: of devices that have the change, and of those that an open wave has room for. */
export async function tellRollouts(tx: Tx, { changed, ready }: RolloutNews): Promise<void> {
  if (changed.length + ready.length === 0) return;
  await tx.query(
    `INSERT INTO rollout_news (rollout_id)
     SELECT r.id FROM rollout r
      WHERE r.ended_at IS NULL
        AND (EXISTS (SELECT 1 FROM rollout_device d WHERE d.rollout_id = r.id AND d.device_id = ANY($1::uuid[]) AND d.released_at IS NOT NULL)
             OR (r.wants_devices AND EXISTS (SELECT 1 FROM rollout_device d WHERE d.rollout_id = r.id AND d.device_id = ANY($2::uuid[]) AND d.released_at IS NULL)))`,
    [changed, ready],
  );
}
