import type { Tx } from '../platform/database/unit-of-work.js';
import { invalidField } from '../platform/errors/constraint-refusals.js';

/** The moment when something is to end by itself, refused unless it is ahead of the database's clock; null means never. */
export async function expiryAhead(tx: Tx, wanted: string | null | undefined, withinDays: number | null = null): Promise<Date | null> {
  if (wanted === undefined || wanted === null) return null;
  const expiresAt = new Date(wanted);
  if (Number.isNaN(expiresAt.getTime())) throw invalidField('/expiresAt', 'time', 'is no moment of any calendar');
  const [clock]: { ahead: boolean; within: boolean }[] = await tx.query(
    `SELECT $1::timestamptz > clock_timestamp() AS ahead, $2::int IS NULL OR $1::timestamptz <= clock_timestamp() + make_interval(days => $2) AS within`,
    [expiresAt, withinDays],
  );
  if (!clock?.ahead) throw invalidField('/expiresAt', 'future', 'must be in the future');
  if (!clock.within) throw invalidField('/expiresAt', 'within', `must be within ${withinDays} days`);
  return expiresAt;
}
