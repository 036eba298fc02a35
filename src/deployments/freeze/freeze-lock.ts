import type { Tx } from '../../platform/database/unit-of-work.js';

const FREEZE_LOCK = 7411;

/**
 * For every transaction that gives orders or releases changes, before it looks at anything: a freeze is committed only when
 * no such transaction is under way, and whoever begins afterwards sees it. So not one order is written after a freeze.
 */
export async function awaitFreeze(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${FREEZE_LOCK})`);
}

/** For the transaction that freezes or unfreezes. */
export async function claimFreeze(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${FREEZE_LOCK})`);
}
