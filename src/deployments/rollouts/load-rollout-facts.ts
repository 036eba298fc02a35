import type { Tx } from '../../platform/database/unit-of-work.js';
import type { RolloutFacts } from './judge-rollout.js';

interface FactsRow {
  state: RolloutFacts['state']; frozen: boolean; naming: boolean; targets: number[] | null; wave: number; soak_seconds: number; watched_since: Date;
  last_answer_at: Date | null; soaking_since: Date | null; accepted: boolean; devices: number; waiting: number; online: number; releasable: number;
  unsettled: number; released: number; in_waves: number; taken: number; seen: number; settled: number; failed: number;
  window_opens_at: Date | null; rate_free_at: Date | null;
}

/** Everything that judging a rollout needs, counted in one statement; and how many devices it has in all. */
export async function loadRolloutFacts(tx: Tx, rolloutId: string): Promise<{ readonly facts: RolloutFacts; readonly devices: number }> {
  const [row]: [FactsRow] = await tx.query(FACTS, [rolloutId]);
  const isLast = row.targets !== null && row.wave >= row.targets.length;
  const facts: RolloutFacts = {
    state: row.state,
    frozen: row.frozen,
    naming: row.naming,
    targets: row.targets ?? [],
    wave: row.wave,
    soakSeconds: row.soak_seconds,
    watchedSince: row.watched_since,
    lastAnswerAt: row.last_answer_at,
    soakingSince: row.soaking_since,
    accepted: row.accepted,
    waiting: { online: row.online, offline: row.waiting - row.online },
    unsettled: row.unsettled,
    released: row.released,
    current: { taken: row.taken, seen: row.seen, settled: row.settled, failed: row.failed },
    room: row.wave === 0 ? 0 : isLast ? row.waiting : Math.max(0, (row.targets?.[row.wave - 1] ?? 0) - row.in_waves),
    releasable: row.releasable,
    windowOpensAt: row.window_opens_at,
    rateFreeAt: row.rate_free_at,
  };
  return { facts, devices: row.devices };
}

/** Removals that wait for their grace to pass cannot answer before. */
const FACTS = `
  WITH counted AS (
    SELECT count(*)::int AS devices,
           count(*) FILTER (WHERE w.waits)::int AS waiting,
           count(*) FILTER (WHERE w.waits AND w.online)::int AS online,
           count(*) FILTER (WHERE w.waits AND w.online AND w.opens_at IS NULL)::int AS releasable,
           min(w.opens_at) FILTER (WHERE w.waits AND w.online) AS window_opens_at,
           count(*) FILTER (WHERE w.released_at IS NOT NULL AND w.outcome IS NULL)::int AS unsettled,
           count(*) FILTER (WHERE w.released_at IS NOT NULL)::int AS released,
           count(*) FILTER (WHERE w.counts)::int AS in_waves,
           count(*) FILTER (WHERE w.is_current)::int AS taken,
           count(*) FILTER (WHERE w.is_current AND w.seen_at IS NOT NULL)::int AS seen,
           count(*) FILTER (WHERE w.is_current AND w.seen_at IS NOT NULL AND w.outcome IS NOT NULL)::int AS settled,
           count(*) FILTER (WHERE w.is_current AND w.seen_at IS NOT NULL AND w.outcome = 'failed' AND w.outcome_at > coalesce(w.accepted_until, '-infinity'))::int AS failed,
           greatest(max(w.seen_at) FILTER (WHERE w.is_current), max(w.outcome_at) FILTER (WHERE w.is_current)) AS last_answer_at
      FROM (
        SELECT d.*, r.accepted_until, coalesce(l.online, false) AS online, z.opens_at, d.released_at IS NULL AND d.outcome IS NULL AS waits,
               d.wave IS NOT NULL AND coalesce(d.outcome, '') NOT IN ('withdrawn', 'superseded') AS counts,
               d.wave = r.wave AND coalesce(d.outcome, '') NOT IN ('withdrawn', 'superseded') AS is_current
          FROM rollout r JOIN rollout_device d ON d.rollout_id = r.id
          LEFT JOIN device_presence l ON l.device_id = d.device_id
          LEFT JOIN (
            SELECT v.id AS device_id, z.opens_at
              FROM device v JOIN site s ON s.id = v.site_id
              JOIN (SELECT time_zone, window_opens_at(o.maintenance_window, time_zone, now()) AS opens_at
                      FROM (SELECT DISTINCT time_zone FROM site) AS zone, rollout o WHERE o.id = $1 AND o.maintenance_window IS NOT NULL) z USING (time_zone)
          ) z ON z.device_id = d.device_id
         WHERE r.id = $1
      ) w
  )
  SELECT r.state, (SELECT frozen FROM installation) AS frozen, EXISTS (SELECT 1 FROM dirty_site m WHERE m.rollout_id = r.id) AS naming,
         r.targets, r.wave, r.soak_seconds, r.soaking_since, r.wave > 0 AND r.accepted_wave IS NOT DISTINCT FROM r.wave AS accepted,
         greatest(coalesce(r.watched_since, r.created_at),
                  (SELECT max(p.remove_after) FROM rollout_device d JOIN deployment p ON p.device_id = d.device_id AND p.released_at = d.released_at
                    WHERE d.rollout_id = r.id AND d.action = 'remove' AND d.released_at IS NOT NULL AND d.outcome IS NULL)) AS watched_since,
         (SELECT min(recent.released_at) + interval '1 minute' FROM (
            SELECT d.released_at FROM rollout_device d WHERE d.rollout_id = r.id AND d.released_at > now() - interval '1 minute') recent
          HAVING count(*) >= r.rate_per_minute) AS rate_free_at,
         c.*
    FROM rollout r, counted c WHERE r.id = $1`;
