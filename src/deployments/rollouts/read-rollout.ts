import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import type { Scope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { RolloutWait } from './judge-rollout.js';
import type { MaintenanceWindow } from './maintenance-window.js';
import { nextInWords } from './next-in-words.js';
import { rolloutById, rolloutDevicesInScope } from './read-rollouts.js';
import type { RolloutDetailView, WaveView } from './rollout.view.js';

interface PlanRow {
  waves: string[]; targets: number[] | null; soakSeconds: number; ratePerMinute: number | null; window: MaintenanceWindow | null; waveOpenedAt: Date | null;
  waitsFor: RolloutWait | null; waitsUntil: Date | null; isWhole: boolean;
}
type CountRow = Omit<WaveView, 'number' | 'plan' | 'state' | 'size' | 'failedByCause'> & {
  wave: number | null; waitingOnline: number; waitingOffline: number; withdrawn: number; superseded: number; causes: Record<string, number> | null;
};
const NOBODY: CountRow = {
  wave: null, released: 0, acknowledged: 0, settled: 0, failed: 0, awaitedOnline: 0, awaitedOffline: 0, waitingOnline: 0, waitingOffline: 0, withdrawn: 0,
  superseded: 0, causes: null,
};

/** One rollout with its waves and what it waits for; counts stop at the caller's scope. */
export async function rolloutDetail(tx: Tx, scope: Scope, id: string): Promise<RolloutDetailView> {
  const rollout = await rolloutById(tx, scope, id);
  const [plan]: [PlanRow] = await tx.query(
    `SELECT waves, targets, soak_seconds AS "soakSeconds", rate_per_minute AS "ratePerMinute", maintenance_window AS window, wave_opened_at AS "waveOpenedAt",
            waits_for AS "waitsFor", waits_until AS "waitsUntil",
            (SELECT count(*) FROM rollout_device d WHERE d.rollout_id = r.id) = $2 AS "isWhole" FROM rollout r WHERE id = $1`,
    [id, rollout.deviceCount],
  );
  const counts = await countWaves(tx, scope, id);
  const ofWave = new Map(counts.map((row) => [row.wave, row]));
  const sum = (pick: (row: CountRow) => number): number => counts.reduce((total, row) => total + pick(row), 0);
  const { waves, targets, waitsFor, waitsUntil, isWhole, soakSeconds, ratePerMinute, window, waveOpenedAt } = plan;
  return {
    ...rollout,
    soakSeconds,
    ratePerMinute,
    window,
    waveOpenedAt,
    waves: (targets ?? waves).map((_, index): WaveView => {
      const { released, acknowledged, settled, failed, awaitedOnline, awaitedOffline, causes } = ofWave.get(index + 1) ?? NOBODY;
      return {
        number: index + 1,
        plan: waves[index] ?? '100%',
        state: index + 1 < rollout.wave || (index + 1 === rollout.wave && rollout.endedAt !== null) ? 'passed' : index + 1 === rollout.wave ? 'open' : 'waiting',
        size: targets && isWhole ? targets[index]! - (targets[index - 1] ?? 0) : null,
        released, acknowledged, settled, failed, awaitedOnline, awaitedOffline,
        failedByCause: Object.entries(causes ?? {})
          .map(([errorCode, count]) => ({ errorCode, errorTitle: catalogueEntry(errorCode)?.title ?? errorCode, count }))
          .sort((a, b) => b.count - a.count),
      };
    }),
    waitingOnline: sum((row) => row.waitingOnline),
    waitingOffline: sum((row) => row.waitingOffline),
    withdrawn: sum((row) => row.withdrawn),
    superseded: sum((row) => row.superseded),
    next: waitsFor && { waitsFor, sentence: nextInWords(waitsFor), until: waitsUntil },
    allInScope: isWhole,
  };
}

async function countWaves(tx: Tx, scope: Scope, id: string): Promise<CountRow[]> {
  const where = new Conditions().and('d.rollout_id = ?', id);
  const devices = rolloutDevicesInScope(where, scope);
  return tx.query(
    `WITH told AS (
       SELECT d.wave, d.released_at, d.seen_at, d.outcome, d.outcome_code, coalesce(l.online, false) AS online
         FROM ${devices} LEFT JOIN device_presence l ON l.device_id = d.device_id WHERE ${where.sql}
     ), causes AS (
       SELECT wave, jsonb_object_agg(code, n) AS causes FROM (
         SELECT wave, coalesce(outcome_code, 'RA-SYS-01') AS code, count(*)::int AS n FROM told WHERE outcome = 'failed' GROUP BY 1, 2) AS counted GROUP BY wave
     )
     SELECT t.wave, count(t.released_at)::int AS released, count(t.seen_at)::int AS acknowledged,
            count(*) FILTER (WHERE t.outcome = 'settled')::int AS settled, count(*) FILTER (WHERE t.outcome = 'failed')::int AS failed,
            count(*) FILTER (WHERE t.released_at IS NOT NULL AND t.seen_at IS NULL AND t.outcome IS NULL AND t.online)::int AS "awaitedOnline",
            count(*) FILTER (WHERE t.released_at IS NOT NULL AND t.seen_at IS NULL AND t.outcome IS NULL AND NOT t.online)::int AS "awaitedOffline",
            count(*) FILTER (WHERE t.released_at IS NULL AND t.outcome IS NULL AND t.online)::int AS "waitingOnline",
            count(*) FILTER (WHERE t.released_at IS NULL AND t.outcome IS NULL AND NOT t.online)::int AS "waitingOffline",
            count(*) FILTER (WHERE t.outcome = 'withdrawn')::int AS withdrawn, count(*) FILTER (WHERE t.outcome = 'superseded')::int AS superseded, c.causes
       FROM told t LEFT JOIN causes c ON c.wave = t.wave GROUP BY t.wave, c.causes`,
    where.values,
  );
}
