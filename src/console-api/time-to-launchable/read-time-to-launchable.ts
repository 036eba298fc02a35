import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Grouping, TimeToLaunchableQuery } from './time-to-launchable.query.js';
import type { LaunchableTimesView, TimeToLaunchableView } from './time-to-launchable.view.js';

/** A deployment begins anew where it leaves one of these. */
const AT_REST = `'NOT_TARGETED', 'EXCLUDED', 'NOT_APPLICABLE', 'REMOVED', 'REMOVING', 'REMOVAL_WAITING', 'REMOVAL_SCHEDULED', 'REMOVAL_FAILED'`;

/** What passes in them is nobody's fault but the calendar's, and is left out: the device was away, or the change waited for its turn. */
const NOT_COUNTED = `'WAITING_FOR_DEVICE', 'SCHEDULED', 'PAUSED'`;

/** The step that a phase belongs to. */
const STAGE = `CASE WHEN phase IN ('QUEUED', 'DISPATCHED') THEN 'sent' WHEN phase = 'DOWNLOADING' THEN 'downloaded' WHEN phase = 'INSTALLING' THEN 'installed'
  WHEN phase IN ('REGISTERING', 'CONFIGURING') THEN 'registered' WHEN phase = 'VERIFYING' THEN 'verified' ELSE 'troubled' END`;

/** Seconds to one decimal: nobody reads more. */
function tenths(sql: string): string {
  return `round((${sql})::numeric, 1)::float8`;
}

const GROUPED: Readonly<Record<Grouping, { readonly key: string; readonly name: string; readonly order: string }>> = {
  site: { key: 's.id::text', name: 's.name', order: '4 DESC, 2' },
  provider: { key: 'i.id::text', name: 'i.name', order: '4 DESC, 2' },
  week: { key: `to_char(date_trunc('week', r.ready_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD')`, name: `to_char(r.ready_at AT TIME ZONE 'UTC', 'IYYY "week" IW')`, order: '1' },
};

/**
 * Time to launchable from the timeline of deployments: from the moment when a device began to be wanted until it was Ready for the
 * first time since, step by step. A deployment that never came to Ready is not in it; its cause is shown elsewhere.
 */
export async function readTimeToLaunchable(tx: Tx, scope: Scope, { groupBy = 'week', from, to }: TimeToLaunchableQuery): Promise<TimeToLaunchableView> {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' })
    .and(`r.ready_at >= coalesce(?::timestamptz, now() - interval '12 weeks')`, from ?? null)
    .and(`r.ready_at < coalesce(?::timestamptz, 'infinity')`, to ?? null);
  const { key, name, order } = GROUPED[groupBy];
  const rows: (LaunchableTimesView & { isAll: boolean })[] = await tx.query(
    `WITH event AS (
       SELECT v.*, lead(v.at) OVER w AS until, count(*) FILTER (WHERE v.from_phase IS NULL OR v.from_phase IN (${AT_REST})) OVER w AS run
         FROM deployment_event v WINDOW w AS (PARTITION BY v.deployment_id ORDER BY v.at, v.id)
     ), ready AS (
       SELECT deployment_id, run, min(at) FILTER (WHERE phase = 'READY') AS ready_at FROM event WHERE run > 0 GROUP BY 1, 2
     ), step AS (
       SELECT e.deployment_id, e.run, r.ready_at, ${STAGE} AS stage, sum(extract(epoch FROM least(e.until, r.ready_at) - e.at)) AS seconds
         FROM event e JOIN ready r USING (deployment_id, run)
        WHERE r.ready_at IS NOT NULL AND e.at < r.ready_at AND e.phase NOT IN (${NOT_COUNTED}, ${AT_REST}) GROUP BY 1, 2, 3, 4
     ), reached AS (
       SELECT deployment_id, run, ready_at, sum(seconds)::float8 AS seconds, jsonb_object_agg(stage, seconds) AS stages FROM step GROUP BY 1, 2, 3
     ), shown AS (
       SELECT ${key} AS key, ${name} AS name, r.seconds, r.stages
         FROM reached r JOIN deployment p ON p.id = r.deployment_id JOIN device d ON d.id = p.device_id JOIN site s ON s.id = d.site_id JOIN provider_instance i ON i.id = p.provider_instance_id
        WHERE ${where.sql}
     )
     SELECT key, name, grouping(key) = 1 AS "isAll", count(*)::int AS devices, ${tenths('percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)')} AS "p50Seconds", ${tenths('percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds)')} AS "p95Seconds",
            jsonb_strip_nulls(jsonb_build_object(${['sent', 'downloaded', 'installed', 'registered', 'verified', 'troubled'].map((stage) => `'${stage}', ${tenths(`percentile_cont(0.5) WITHIN GROUP (ORDER BY (stages ->> '${stage}')::float8)`)}`).join(', ')})) AS stages
       FROM shown GROUP BY GROUPING SETS ((key, name), ()) HAVING count(*) > 0 ORDER BY ${order} LIMIT 200`,
    where.values,
  );
  const view = ({ isAll: _, ...times }: LaunchableTimesView & { isAll: boolean }): LaunchableTimesView => times;
  const all = rows.find(({ isAll }) => isAll);
  return { groupBy, items: rows.filter(({ isAll }) => !isAll).map(view), all: all ? { ...view(all), key: '', name: 'All' } : null };
}
