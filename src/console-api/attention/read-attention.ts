import { holds, type Operator, type Right, siteIsInScope } from '../../accounts/index.js';
import { listApprovals, listRollouts } from '../../deployments/index.js';
import { readCorePresence } from '../../platform/core-presence.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { Page } from '../../platform/http/index.js';
import { readCauses } from '../causes/read-causes.js';
import { listIdentityDoubts } from '../identity-doubts/read-identity-doubts.js';
import { listOrphans } from '../strangers/read-orphans.js';
import type { PlaceQuery } from '../system/place.query.js';
import type { AttentionItemView, AttentionKind, AttentionView } from './attention.view.js';

/** Exclusions, overrides and tokens that end within so many days are told; nobody plans further ahead. */
const SOON_DAYS = 7;

type Found = Omit<AttentionItemView, 'kind'>;

const NOTHING: Found = { count: 0, devices: null, name: null, id: null, at: null };

interface Asked {
  readonly tx: Tx;
  readonly operator: Operator;
  readonly place: PlaceQuery;
}

/** Where each thing is looked for, whom it concerns, and whether it is one of places: the others are of the installation as a whole. */
const LOOKS: Readonly<Record<AttentionKind, { readonly needs: Right; readonly ofPlaces?: true; readonly look: (asked: Asked) => Promise<Found> }>> = {
  'core-down': { needs: 'security.manage', look: async ({ tx }) => {
    const { alive, lastSeenAt } = await readCorePresence(tx);
    return alive > 0 ? NOTHING : { ...NOTHING, count: 1, at: lastSeenAt };
  } },
  'provider-unreachable': { needs: 'providers.read', look: ({ tx }) => first(tx, `SELECT id, name, health_since AS at FROM provider_instance WHERE enabled AND health IN ('unreachable', 'refused')`) },
  'rollout-halted': { needs: 'policies.read', look: (asked) => rollouts(asked, 'halted') },
  'rollout-paused': { needs: 'policies.read', look: (asked) => rollouts(asked, 'paused') },
  frozen: { needs: 'policies.read', look: ({ tx }) => first(tx, 'SELECT id, frozen_by AS name, frozen_at AS at FROM installation WHERE frozen') },
  'devices-failing': { needs: 'devices.read', ofPlaces: true, look: failing },
  'identity-doubts': { needs: 'devices.change', look: async ({ tx, operator }) => one(await listIdentityDoubts(tx, operator.scope, { limit: 1 }), ({ id, name }) => ({ id, name, at: null })) },
  approvals: { needs: 'policies.change', look: async ({ tx, operator }) => one(await listApprovals(tx, operator, { limit: 1, state: 'waiting' }), ({ id, requestedByName, createdAt }) => ({ id, name: requestedByName, at: createdAt })) },
  drifted: { needs: 'devices.read', ofPlaces: true, look: drifted },
  'unknown-agents': { needs: 'devices.change', ofPlaces: true, look: unknownAgents },
  orphans: { needs: 'devices.change', look: async ({ tx, operator }) => one(await listOrphans(tx, operator.scope, { limit: 1 }), ({ name }) => ({ id: null, name, at: null })) },
  'webhooks-failing': { needs: 'notifications.manage', look: ({ tx }) => first(tx, 'SELECT id, name, failing_since AS at FROM webhook WHERE failing_since IS NOT NULL OR disabled_reason IS NOT NULL') },
  'mail-failing': { needs: 'notifications.manage', look: ({ tx }) => first(tx, `SELECT id, answer AS name, done_at AS at FROM outgoing_mail WHERE state = 'failed' AND made_at > now() - interval '1 day'`) },
  expiring: { needs: 'devices.read', ofPlaces: true, look: expiring },
};

/** What waits for a person of this role, in his scope and where he looks; empty where nothing does. */
export async function readAttention(tx: Tx, operator: Operator, place: PlaceQuery = {}): Promise<AttentionView> {
  const isNarrow = place.clientId !== undefined || place.siteId !== undefined;
  const items: AttentionItemView[] = [];
  for (const [kind, { needs, ofPlaces, look }] of Object.entries(LOOKS) as [AttentionKind, (typeof LOOKS)[AttentionKind]][]) {
    if (!holds(operator, needs) || (isNarrow && !ofPlaces)) continue;
    const found = await look({ tx, operator, place });
    if (found.count > 0) items.push({ kind, ...found });
  }
  return { items };
}

async function first(tx: Tx, waiting: string, values: readonly unknown[] = []): Promise<Found> {
  const [found]: Pick<Found, 'count' | 'name' | 'id' | 'at'>[] = await tx.query(
    `SELECT count(*)::int AS count, (array_agg(name ORDER BY at, id))[1] AS name, CASE WHEN count(*) = 1 THEN min(id::text) END AS id, min(at) AS at FROM (${waiting}) waiting`,
    [...values],
  );
  return { ...NOTHING, ...found! };
}

function one<T>({ items, total }: Page<T>, told: (item: T) => Pick<Found, 'id' | 'name' | 'at'>): Found {
  const [item] = items;
  if (item === undefined) return NOTHING;
  const { id, ...rest } = told(item);
  return { ...NOTHING, ...rest, count: total, id: total === 1 ? id : null };
}

async function rollouts({ tx, operator }: Asked, state: 'halted' | 'paused'): Promise<Found> {
  return one(await listRollouts(tx, operator.scope, { limit: 1, state }), ({ id, stateAt }) => ({ id, name: null, at: stateAt }));
}

/** The site of a row, in scope and where somebody looks. */
function here(where: Conditions, { operator, place: { clientId, siteId } }: Asked): string {
  const parts = [siteIsInScope(where, operator.scope, { site: 's.id', client: 's.client_id' })];
  if (clientId !== undefined) parts.push(`s.client_id = ${where.bind(clientId)}`);
  if (siteId !== undefined) parts.push(`s.id = ${where.bind(siteId)}`);
  return parts.join(' AND ');
}

async function failing(asked: Asked): Promise<Found> {
  const { items, failing: devices } = await readCauses(asked.tx, asked.operator.scope, asked.place);
  const [worst] = items;
  return worst ? { ...NOTHING, count: items.length, devices, name: worst.errorTitle, at: items.reduce((at, { firstSeen }) => (firstSeen < at ? firstSeen : at), worst.firstSeen) } : NOTHING;
}

async function drifted(asked: Asked): Promise<Found> {
  const where = new Conditions();
  const sql = `SELECT d.id, d.name, t.since AS at FROM deployment_status t JOIN device d ON d.id = t.device_id JOIN site s ON s.id = d.site_id
                WHERE t.phase = 'DRIFTED' AND d.retired_at IS NULL AND ${here(where, asked)}`;
  return first(asked.tx, sql, where.values);
}

async function unknownAgents(asked: Asked): Promise<Found> {
  const where = new Conditions();
  const sql = `SELECT a.id, d.name, a.first_seen_at AS at FROM stranger_agent a JOIN device d ON d.id = a.device_id JOIN site s ON s.id = d.site_id
                WHERE a.approved_at IS NULL AND d.retired_at IS NULL AND ${here(where, asked)}`;
  return first(asked.tx, sql, where.values);
}

async function expiring(asked: Asked): Promise<Found> {
  const where = new Conditions();
  const inSight = here(where, asked);
  const soon = (at: string): string => `${at} > now() AND ${at} < now() + interval '${SOON_DAYS} days'`;
  const sql = `SELECT d.id, coalesce(d.name, s.name) AS name, x.expires_at AS at FROM exclusion x LEFT JOIN device d ON d.id = x.device_id JOIN site s ON s.id = coalesce(x.site_id, d.site_id)
                WHERE x.ended_at IS NULL AND ${soon('x.expires_at')} AND ${inSight}
               UNION ALL
               SELECT o.device_id, d.name, o.expires_at FROM device_override o JOIN device d ON d.id = o.device_id JOIN site s ON s.id = d.site_id WHERE ${soon('o.expires_at')} AND ${inSight}`;
  return first(asked.tx, sql, where.values);
}
