import { refreshStaleMemberships } from '../devices/index.js';
import { type Tx, type UnitOfWork } from '../platform/database/unit-of-work.js';
import { changeLimit } from './change-limit.js';
import { classesOfSites, type ExpressibleByKind } from './classes-of-sites.js';
import { type Retargeting, retargetSites, type SiteDecision } from './retarget-sites.js';
import { causesOfMarks, keepCausesOfDevices } from './release-causes.js';
import { beginUnaskedRollout } from './rollouts/begin-rollout.js';

const SITES_PER_STATEMENT = 20;

/**
 * Takes dirty sites, resolves the classes of their devices and retargets them; null when none was dirty. The lock per site is
 * taken before its policies are read, so that of two workers the later always writes what the newest commit says. What nobody has
 * decided about (an expiry, devices that change their group) moves at once as long as it is few devices, and in waves otherwise.
 */
export async function retargetDirtySites(unit: UnitOfWork, expressibleBy: ExpressibleByKind): Promise<Retargeting | null> {
  try {
    return await unit.run((tx) => retargetTaken(tx, expressibleBy, false));
  } catch (error) {
    if (!(error instanceof TooMuchAtOnce)) throw error;
    return unit.run((tx) => retargetTaken(tx, expressibleBy, true));
  }
}

class TooMuchAtOnce extends Error {}

interface TakenMark {
  readonly site_id: string;
  readonly rollout_id: string | null;
  readonly at_once: boolean;
  readonly txs: string[];
}

async function retargetTaken(tx: Tx, expressibleBy: ExpressibleByKind, inWaves: boolean): Promise<Retargeting | null> {
  const marks: TakenMark[] = await tx.query(
    `WITH taken AS (SELECT ctid FROM dirty_site ORDER BY marked_at LIMIT 500 FOR UPDATE SKIP LOCKED),
          gone AS (DELETE FROM dirty_site d USING taken t WHERE d.ctid = t.ctid RETURNING d.site_id, d.rollout_id, d.at_once, d.marked_at, d.tx)
     SELECT site_id, (array_agg(rollout_id ORDER BY marked_at DESC) FILTER (WHERE rollout_id IS NOT NULL))[1] AS rollout_id, bool_or(at_once) AS at_once, array_agg(DISTINCT tx::text) AS txs
       FROM gone GROUP BY site_id ORDER BY site_id`,
  );
  if (marks.length === 0) return null;
  // A device that has only just come is in its groups before it is looked at for the first time.
  while (await refreshStaleMemberships(tx));
  const unasked = inWaves ? await beginUnaskedRollout(tx) : null;
  const causes = await causesOfMarks(tx, marks.flatMap(({ site_id: siteId, txs }) => txs.map((id) => ({ siteId, tx: id }))));
  const total = { begun: 0, changed: 0, retired: 0, moving: 0, held: 0 };
  let undecided = 0;
  for (let from = 0; from < marks.length; from += SITES_PER_STATEMENT) {
    const batch = marks.slice(from, from + SITES_PER_STATEMENT);
    await lockSites(tx, batch.map((mark) => mark.site_id));
    for (const decided of [true, false]) {
      const decisions = batch
        .map((mark): SiteDecision => ({
          siteId: mark.site_id, rolloutId: mark.rollout_id, atOnce: mark.at_once, cause: causes.ofSites.get(mark.site_id) ?? null,
        }))
        .filter(({ rolloutId, atOnce }) => (rolloutId !== null || atOnce) === decided)
        .map((decision) => (decided ? decision : { ...decision, rolloutId: unasked }));
      if (decisions.length === 0) continue;
      const classes = await classesOfSites(tx, decisions.map(({ siteId }) => siteId), expressibleBy);
      const result = await retargetSites(tx, classes, decisions);
      // A first deployment is how new devices come to be; what brakes is for devices that have something to lose.
      if (!decided) undecided += result.changed + result.retired + result.moving;
      total.begun += result.begun;
      total.changed += result.changed;
      total.retired += result.retired;
      total.moving += result.moving;
      total.held += result.held;
    }
  }
  await keepCausesOfDevices(tx, causes.ofDevices);
  if (!inWaves && (await changeLimit(tx, undecided)).isExceeded) throw new TooMuchAtOnce();
  return total;
}

/** Those of these sites that nobody is writing desired state of right now; they are the caller's until its transaction ends. */
export async function lockFreeSites(tx: Tx, siteIds: readonly string[]): Promise<string[]> {
  const locked: { s: string }[] = await tx.query(
    `SELECT s FROM (SELECT DISTINCT s FROM unnest($1::uuid[]) AS s) AS wanted WHERE pg_try_advisory_xact_lock(hashtextextended(s::text, 7406))`,
    [siteIds],
  );
  return locked.map(({ s }) => s);
}

/** Taken by whoever writes desired state of these sites' devices, always in the same order. */
export async function lockSites(tx: Tx, siteIds: readonly string[]): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(s::text, 7406)) FROM (SELECT DISTINCT s FROM unnest($1::uuid[]) AS s ORDER BY s) AS wanted`, [siteIds]);
}
