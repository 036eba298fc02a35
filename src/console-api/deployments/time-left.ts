import type { Tx } from '../../platform/database/unit-of-work.js';
import { type DeploymentRow, isUnderWay, type TimesLeft, UNDER_WAY } from './deployment-row.js';

/** Fewer than this say nothing about the next one. */
const ENOUGH = 3;

/**
 * Measured stage by stage: medians over the latest two hundred that came to Ready within 30 days. Of each only the stretch counts in
 * which something ran all the time, so that waiting for a device, a wave or a retry makes nobody's estimate longer. Empty where
 * nobody is under way.
 */
export async function timesLeft(tx: Tx, shown: readonly DeploymentRow[]): Promise<TimesLeft> {
  if (!shown.some(isUnderWay)) return new Map();
  const rows: { phase: string; seconds: number }[] = await tx.query(
    `WITH ready AS (
       SELECT id, deployment_id, device_id, at FROM deployment_event
        WHERE phase = 'READY' AND from_phase = ANY($1::text[]) AND at > now() - interval '30 days' ORDER BY id DESC LIMIT 200
     ), stage AS (
       SELECT e.phase, extract(epoch FROM r.at - e.at) AS seconds,
              bool_and(e.phase = ANY($1::text[])) OVER (PARTITION BY r.id ORDER BY e.at DESC, e.id DESC) AS ran
         FROM ready r
        CROSS JOIN LATERAL (SELECT v.id, v.at, v.phase FROM deployment_event v
                             WHERE v.device_id = r.device_id AND (v.at, v.id) < (r.at, r.id) AND v.deployment_id = r.deployment_id ORDER BY v.at DESC, v.id DESC LIMIT 12) e
     )
     SELECT phase, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS seconds FROM stage WHERE ran GROUP BY phase HAVING count(*) >= $2`,
    [[...UNDER_WAY], ENOUGH],
  );
  return new Map(rows.map(({ phase, seconds }) => [phase, seconds]));
}
