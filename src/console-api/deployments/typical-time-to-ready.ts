import type { Tx } from '../../platform/database/unit-of-work.js';
import { type DeploymentRow, isUnderWay } from './deployment-row.js';

/** Fewer than this say nothing about the next one. */
const ENOUGH = 3;

/** The median time from release to Ready of the latest hundred; null where too few are known, or nobody is waiting. */
export async function typicalSecondsToReady(tx: Tx, waiting: readonly DeploymentRow[]): Promise<number | null> {
  if (!waiting.some(isUnderWay)) return null;
  const [row]: { typical: number | null; n: number }[] = await tx.query(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS typical, count(*)::int AS n
       FROM (SELECT extract(epoch FROM v.at - p.released_at) AS seconds
               FROM deployment_event v JOIN deployment p ON p.id = v.deployment_id AND p.generation = v.generation
              WHERE v.phase = 'READY' AND v.at >= p.released_at AND v.at > now() - interval '30 days'
              ORDER BY v.id DESC LIMIT 100) AS latest`,
  );
  return row && row.n >= ENOUGH ? row.typical : null;
}
