import type { DataSource } from 'typeorm';
import { eventually } from './eventually.js';

/**
 * Waits until no transaction is under way that is older than any entry of the audit log. Only then all of the log can be sealed, and
 * what a neighbour does in another database of the same cluster counts, too.
 */
export function settledTransactions(source: DataSource): Promise<true> {
  return eventually('every transaction older than the audit log has ended', async () => {
    const [{ settled }] = await source.query<[{ settled: boolean }]>(
      'SELECT coalesce(max(tx) < pg_snapshot_xmin(pg_current_snapshot()), true) AS settled FROM audit_entry',
    );
    return settled || null;
  }, { withinMs: 25_000, everyMs: 20 });
}
