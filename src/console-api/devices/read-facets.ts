import type { Scope } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { TOTAL_CAP } from '../../platform/http/keyset-page.js';
import { summariseDeployments } from '../deployments/summarise-deployments.js';
import { QUICK_FILTER_KEYS, QUICK_FILTERS, type QuickFilter, STATUS_WORDS } from '../../../contracts/device-filter.js';
import { deviceConditions, deviceList } from './device-list.js';
import type { DeviceFilter } from './device.query.js';
import type { FacetsView } from './facets.view.js';

/** Answered by the numbers that core keeps by site, where nothing else narrows the list. */
const KEPT: readonly QuickFilter[] = ['all', 'pending', 'failed'];

/**
 * How many devices of the list each facet would leave. What core keeps is read; the rest is counted to {@link TOTAL_CAP}, each by
 * its own index, so that a large fleet costs what its first ten thousand cost.
 */
export async function readFacets(tx: Tx, scope: Scope, query: DeviceFilter): Promise<FacetsView> {
  const kept = isPlain(query) ? await keptCounts(tx, scope) : new Map<QuickFilter, number>();
  const counts = new Map(kept);
  for (const key of QUICK_FILTER_KEYS) if (!kept.has(key)) counts.set(key, await counted(tx, scope, { ...query, q: [query.q, QUICK_FILTERS[key]].filter(Boolean).join(' ') || undefined }));
  return {
    items: QUICK_FILTER_KEYS.map((key) => {
      const count = counts.get(key)!;
      return { key, filter: QUICK_FILTERS[key], count: Math.min(count, TOTAL_CAP), isCapped: count > TOTAL_CAP };
    }),
  };
}

function isPlain(query: DeviceFilter): boolean {
  return Object.values(query).every((value) => value === undefined);
}

async function keptCounts(tx: Tx, scope: Scope): Promise<Map<QuickFilter, number>> {
  const { total, byPhase } = await summariseDeployments(tx, scope);
  const ofPhases = (phases: readonly string[]) => byPhase.filter(({ phase }) => phases.includes(phase)).reduce((sum, { count }) => sum + count, 0);
  return new Map(KEPT.map((key) => [key, key === 'all' ? total : ofPhases(STATUS_WORDS[key]!)]));
}

async function counted(tx: Tx, scope: Scope, query: DeviceFilter): Promise<number> {
  const where = deviceConditions(scope, query);
  const [row]: { n: number }[] = await tx.query(
    `SELECT count(*)::int AS n FROM (SELECT 1 FROM ${deviceList({}, where).from} WHERE ${where.sql} LIMIT ${TOTAL_CAP + 1}) AS counted`,
    where.values,
  );
  return row?.n ?? 0;
}
