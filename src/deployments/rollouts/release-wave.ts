import type { Tx } from '../../platform/database/unit-of-work.js';
import { awaitFreeze } from '../freeze/freeze-lock.js';
import { releasePending } from '../release-pending.js';
import { lockFreeSites } from '../retarget-dirty-sites.js';

/** One transaction never releases more than this; what is left is released by the next. */
const MOST_AT_ONCE = 5_000;
/** Every site is a lock, and those are a scarce thing of the whole database. */
const MOST_SITES = 1_000;

/**
 * Releases waiting devices into the open wave of a rollout, as many as everything permits; returns how many. Nothing gets round
 * it, since the statement itself asks: is the rollout running, nothing frozen, the device connected, its window open by the
 * clock of its site, room in the wave, and room below the rate cap? Whose deployment or site somebody else is just looking at
 * waits for the next time: whoever holds a rollout waits for nobody.
 */
export async function releaseWave(tx: Tx, rolloutId: string): Promise<number> {
  // Before the counting, so that of two workers the later counts what the earlier has released.
  await tx.query('SELECT 1 FROM rollout WHERE id = $1 FOR NO KEY UPDATE', [rolloutId]);
  const candidates: { site_id: string }[] = await tx.query(CANDIDATES, [rolloutId, MOST_AT_ONCE]);
  const free = await lockFreeSites(tx, firstSites(candidates));
  if (free.length === 0) return 0;
  const rows: { id: string; device_id: string }[] = await tx.query(TAKE, [rolloutId, MOST_AT_ONCE, free]);
  await releasePending(tx, rows.map(({ id }) => id));
  return new Set(rows.map((row) => row.device_id)).size;
}

function firstSites(candidates: readonly { readonly site_id: string }[]): string[] {
  return [...new Set(candidates.map((row) => row.site_id))].slice(0, MOST_SITES);
}

/** What permits a release, and how much of it. */
const GATE = `
  WITH gate AS (
    SELECT r.id, r.wave, r.maintenance_window,
           CASE WHEN r.wave < cardinality(r.targets)
                THEN r.targets[r.wave] - (SELECT count(*) FROM rollout_device d WHERE d.rollout_id = r.id AND d.wave IS NOT NULL
                                             AND coalesce(d.outcome, '') NOT IN ('withdrawn', 'superseded')) END AS room,
           r.rate_per_minute - (SELECT count(*) FROM rollout_device d WHERE d.rollout_id = r.id AND d.released_at > now() - interval '1 minute') AS below_cap
      FROM rollout r
     WHERE r.id = $1 AND r.state = 'running' AND r.wave > 0 AND NOT EXISTS (SELECT 1 FROM installation WHERE frozen)
  ), open_zone AS MATERIALIZED (
    SELECT z.time_zone FROM (SELECT DISTINCT time_zone FROM site) AS z, gate g WHERE window_is_open(g.maintenance_window, z.time_zone, now())
  )`;

/** Those connected longest first: they are the likeliest to stay and answer. Named by `$1`, so that the planner knows how many they are. */
const IN_ORDER = (narrowed: string): string => `
      FROM gate g
      JOIN rollout_device d ON d.rollout_id = $1 AND d.released_at IS NULL AND d.outcome IS NULL
      JOIN device_presence l ON l.device_id = d.device_id AND l.online
      JOIN device v ON v.id = d.device_id
      JOIN site s ON s.id = v.site_id
     WHERE s.time_zone IN (SELECT time_zone FROM open_zone) ${narrowed}
     ORDER BY l.connected_at, d.device_id
     LIMIT (SELECT greatest(0, least(room, below_cap, $2)) FROM gate)`;

const CANDIDATES = `${GATE}
  SELECT v.site_id ${IN_ORDER('')}`;

/**
 * Nothing here is joined whose size nobody can estimate: a rollout's rows are younger than any statistics, and the loops that a planner
 * then chooses cost the square of it. Lists are handed on as arrays, and counted by grouping.
 */
const TAKE = `${GATE}, chosen AS MATERIALIZED (
    SELECT d.device_id ${IN_ORDER(`AND v.site_id = ANY($3::uuid[])
       AND EXISTS (SELECT 1 FROM deployment p WHERE p.device_id = d.device_id AND p.rollout_id = $1 AND p.pending IS NOT NULL OFFSET 0)`)}
     FOR UPDATE OF d SKIP LOCKED
  ), held AS MATERIALIZED (
    SELECT p.id, p.device_id FROM deployment p
     WHERE p.device_id = ANY(ARRAY(SELECT device_id FROM chosen)) AND p.rollout_id = $1 AND p.pending IS NOT NULL ORDER BY p.id FOR UPDATE OF p SKIP LOCKED
  ), waiting AS MATERIALIZED (
    SELECT p.device_id FROM deployment p WHERE p.device_id = ANY(ARRAY(SELECT device_id FROM chosen)) AND p.rollout_id = $1 AND p.pending IS NOT NULL
  ), whole AS (
    SELECT device_id FROM (SELECT device_id, 1 AS held, 0 AS waiting FROM held UNION ALL SELECT device_id, 0, 1 FROM waiting) x
     GROUP BY device_id HAVING sum(held) = sum(waiting)
  ), taken AS (
    UPDATE rollout_device d SET wave = (SELECT wave FROM gate), released_at = now()
     WHERE d.rollout_id = $1 AND d.device_id = ANY(ARRAY(SELECT device_id FROM whole)) RETURNING d.device_id
  ) SELECT h.id, h.device_id FROM held h WHERE h.device_id = ANY(ARRAY(SELECT device_id FROM taken))`;

const THAWED = `
  FROM deployment p JOIN device d ON d.id = p.device_id
 WHERE p.pending IS NOT NULL AND p.rollout_id IS NULL AND NOT EXISTS (SELECT 1 FROM installation WHERE frozen)`;

/** Releases what a freeze alone held back, once nothing is frozen any more; returns how many deployments. */
export async function releaseThawed(tx: Tx): Promise<number> {
  await awaitFreeze(tx);
  const candidates: { site_id: string }[] = await tx.query(`SELECT d.site_id ${THAWED} LIMIT ${MOST_AT_ONCE}`);
  if (candidates.length === 0) return 0;
  const free = await lockFreeSites(tx, firstSites(candidates));
  const rows: { id: string }[] = await tx.query(
    `SELECT p.id ${THAWED} AND d.site_id = ANY($1::uuid[]) ORDER BY p.id LIMIT ${MOST_AT_ONCE} FOR UPDATE OF p SKIP LOCKED`,
    [free],
  );
  return (await releasePending(tx, rows.map(({ id }) => id))).length;
}
