import { type Scope, siteIsInScope } from '../../accounts/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { RolloutQuery } from './rollout.query.js';
import type { RolloutView } from './rollout.view.js';

const ROLLOUTS: ListShape = {
  from: 'rollout r',
  id: 'r.id',
  defaultSort: '-createdAt',
  sortable: { createdAt: [{ sql: 'r.created_at', type: 'timestamptz' }], title: [{ sql: 'r.title', type: 'text' }] },
};

/** Rollouts of which at least one device is in scope. */
export async function listRollouts(tx: Tx, scope: Scope, query: RolloutQuery): Promise<Page<RolloutView>> {
  const where = visible(new Conditions(), scope).andIf(query.state, 'r.state = ?');
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? []) where.and(`(r.title || ' ' || r.requested_by_name) ILIKE ?`, anywhere(word));
  const page = await pageOfIds(tx, ROLLOUTS, query, where);
  return filledPage(page, await rolloutsById(tx, scope, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function rolloutById(tx: Tx, scope: Scope, id: string): Promise<RolloutView> {
  const [rollout] = await rolloutsById(tx, scope, [id]);
  if (!rollout) throw notFound('rollout');
  return rollout;
}

async function rolloutsById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<RolloutView[]> {
  const where = visible(new Conditions().and('r.id = ANY(?::uuid[])', ids), scope);
  const devices = rolloutDevicesInScope(where, scope);
  return tx.query(
    `SELECT r.id, r.title, r.request, r.state, r.state_reason AS "stateReason", r.state_by AS "stateBy", r.state_at AS "stateAt",
            CASE WHEN r.state = 'halted' THEN 'RA-SYS-04' END AS "errorCode", r.requested_by_name AS "requestedByName", r.created_at AS "createdAt",
            r.ended_at AS "endedAt", r.wave, coalesce(cardinality(r.targets), jsonb_array_length(r.waves)) AS "waveCount",
            c.devices AS "deviceCount", c.released, c.settled, c.failed, c.waiting, r.version
       FROM rollout r, LATERAL (
         SELECT count(*)::int AS devices, count(*) FILTER (WHERE d.released_at IS NOT NULL)::int AS released,
                count(*) FILTER (WHERE d.outcome = 'settled')::int AS settled, count(*) FILTER (WHERE d.outcome = 'failed')::int AS failed,
                count(*) FILTER (WHERE d.released_at IS NULL AND d.outcome IS NULL)::int AS waiting
           FROM ${devices} WHERE d.rollout_id = r.id) c
      WHERE ${where.sql}`,
    where.values,
  );
}

/** The devices `d` of rollouts as far as they are in scope; whoever sees everything needs no look at their sites. */
export function rolloutDevicesInScope(where: Conditions, scope: Scope): string {
  if (scope.all) return 'rollout_device d';
  return `rollout_device d JOIN device v ON v.id = d.device_id JOIN site s ON s.id = v.site_id AND ${siteIsInScope(where, scope, { site: 's.id', client: 's.client_id' })}`;
}

function visible(where: Conditions, scope: Scope): Conditions {
  if (scope.all) return where;
  return where.and(`EXISTS (SELECT 1 FROM ${rolloutDevicesInScope(where, scope)} WHERE d.rollout_id = r.id)`);
}
