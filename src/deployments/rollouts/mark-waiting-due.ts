import type { Tx } from '../../platform/database/unit-of-work.js';

/** More than this are found by their own next look, within a minute. */
const MOST = 5_000;

/** What a rollout holds back is looked at now, because the reason has changed; rows that are being looked at are left alone. */
export async function markWaitingDue(tx: Tx, rolloutId: string): Promise<void> {
  await tx.query(
    `UPDATE deployment SET due_at = now()
      WHERE id IN (SELECT id FROM deployment WHERE rollout_id = $1 AND pending IS NOT NULL ORDER BY id LIMIT ${MOST} FOR NO KEY UPDATE SKIP LOCKED)`,
    [rolloutId],
  );
}
