import { verifyAudit } from '../audit/index.js';
import { raise } from '../notifications/index.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';

/** Verifying reads the whole history, so it is done a few times a day. */
export const WATCH_SEALS_EVERY_MS = 6 * 60 * 60 * 1000;

/** Verifies the sealed history of the audit log, and tells where it is broken: once for each place. */
export async function watchSeals(unit: UnitOfWork): Promise<void> {
  const { problems, problemCount } = await verifyAudit(unit.reads);
  const [first] = problems;
  if (!first) return;
  const more = problemCount > 1 ? ` There are ${problemCount} places like this.` : '';
  await unit.run((tx) => raise(tx, { event: 'audit.seal-broken', key: `seal:${first.kind}:${first.seq}`, facts: { reason: `Entry ${first.seq}: ${first.detail}.${more}` } }));
}
