import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { type Scope, withinScope } from '../../accounts/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { rolloutById } from './read-rollouts.js';
import type { RolloutDeviceQuery } from './rollout.query.js';
import type { RolloutDeviceView } from './rollout.view.js';

const JOINED = 'rollout_device d JOIN device v ON v.id = d.device_id JOIN site s ON s.id = v.site_id JOIN client c ON c.id = s.client_id';

const DEVICES: ListShape = {
  from: JOINED,
  id: 'v.id',
  defaultSort: 'deviceName',
  sortable: {
    deviceName: [{ sql: 'v.name', type: 'text' }],
    wave: [{ sql: 'coalesce(d.wave, 1000000)', type: 'integer' }],
    outcomeAt: [{ sql: `coalesce(d.outcome_at, 'infinity')`, type: 'timestamptz' }],
  },
};

const STANDING: Readonly<Record<'waiting' | 'released', string>> = {
  waiting: 'd.released_at IS NULL AND d.outcome IS NULL',
  released: 'd.released_at IS NOT NULL AND d.outcome IS NULL',
};

/** The devices of a rollout in the caller's scope, and how each took the change. */
export async function listRolloutDevices(tx: Tx, scope: Scope, rolloutId: string, query: RolloutDeviceQuery): Promise<Page<RolloutDeviceView>> {
  await rolloutById(tx, scope, rolloutId);
  const where = withinScope(new Conditions().and('d.rollout_id = ?', rolloutId), scope, { site: 's.id', client: 's.client_id' }).andIf(query.wave, 'd.wave = ?');
  const { outcome } = query;
  if (outcome === 'waiting' || outcome === 'released') where.and(STANDING[outcome]);
  else where.andIf(outcome, 'd.outcome = ?');
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? []) where.and(`(v.name || ' ' || s.name || ' ' || c.name) ILIKE ?`, anywhere(word));
  const { ids, ...page } = await pageOfIds(tx, DEVICES, query, where);
  const rows: Omit<RolloutDeviceView, 'errorTitle'>[] = await tx.query(
    `SELECT v.id AS "deviceId", v.name AS "deviceName", s.id AS "siteId", s.name AS "siteName", c.name AS "clientName", coalesce(l.online, false) AS online,
            d.action, d.wave, d.released_at AS "releasedAt", d.seen_at AS "acknowledgedAt", d.outcome, d.outcome_code AS "errorCode", d.outcome_at AS "outcomeAt"
       FROM ${JOINED} LEFT JOIN device_presence l ON l.device_id = v.id WHERE d.rollout_id = $1 AND v.id = ANY($2::uuid[])`,
    [rolloutId, ids],
  );
  const byId = new Map(rows.map((row) => [row.deviceId, row]));
  return {
    ...page,
    items: ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [{ ...row, errorTitle: row.errorCode && (catalogueEntry(row.errorCode)?.title ?? row.errorCode) }] : [];
    }),
  };
}
