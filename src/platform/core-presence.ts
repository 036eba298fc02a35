import type { Tx } from './database/unit-of-work.js';

/** How often a core says that it is alive. */
export const CORE_SAYS_ALIVE_EVERY_MS = 5_000;
/** A core that was silent for longer is taken for dead: it is gone, or its loop stands still. */
const DEAD_AFTER_SECONDS = 20;

/** How the processes that plan, sign and speak to providers are doing. */
export interface CorePresence {
  /** How many are alive; any number may share one database. */
  readonly alive: number;
  /** When one was last heard of; null where none ever was, or all ended in order. */
  readonly lastSeenAt: Date | null;
}

/** Says that this core is alive, and forgets those that have been dead for an hour. */
export async function recordCoreAlive(tx: Tx, id: string): Promise<void> {
  await tx.query('INSERT INTO core_process (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now()', [id]);
  await tx.query(`DELETE FROM core_process WHERE seen_at < now() - interval '1 hour' AND id <> $1`, [id]);
}

/** Says that this core has ended in order. */
export async function recordCoreGone(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM core_process WHERE id = $1', [id]);
}

export async function readCorePresence(tx: Tx): Promise<CorePresence> {
  const [presence]: CorePresence[] = await tx.query(
    `SELECT count(*) FILTER (WHERE seen_at > now() - make_interval(secs => $1))::int AS alive, max(seen_at) AS "lastSeenAt" FROM core_process`,
    [DEAD_AFTER_SECONDS],
  );
  return presence!;
}
