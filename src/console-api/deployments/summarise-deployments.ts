import { catalogueEntry, PHASES } from '../../../contracts/error-catalogue.js';
import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { TALLY } from '../../deployment-status/index.js';
import type { PlaceQuery } from '../system/place.query.js';
import { phaseLabel } from './deployment-row.js';
import type { ClientCountView, DeploymentSummaryView, SiteCountView } from './deployment.view.js';

interface Row {
  readonly siteId: string;
  readonly siteName: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly phase: string;
  readonly errorCode: string | null;
  readonly n: number;
}

type Standing = Pick<SiteCountView, 'total' | 'ready' | 'failed' | 'underWay'>;

const READY = new Set(['READY', 'READY_OFFLINE']);
const FAILED = new Set(['FAILED', 'REMOVAL_FAILED', 'BLOCKED']);
/** Nobody has to wait for these. */
const SETTLED = new Set([
  ...READY,
  ...FAILED,
  'NOT_TARGETED',
  'EXCLUDED',
  'NOT_APPLICABLE',
  'REMOVED',
  'UNKNOWN',
  'PAUSED',
]);

/** These wait for a device that is away, which is a state and no failure. */
const AWAY = new Set(['READY_OFFLINE', 'WAITING_FOR_DEVICE', 'REMOVAL_WAITING']);

const ORDER: ReadonlyMap<string, number> = new Map(PHASES.map(({ code }, index) => [code, index]));

/** The devices in scope by phase, by cause, by client and by site: from numbers that core keeps, at the cost of the sites. */
export async function summariseDeployments(tx: Tx, scope: Scope, { clientId, siteId }: PlaceQuery = {}): Promise<DeploymentSummaryView> {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' })
    .andIf(clientId, 's.client_id = ?')
    .andIf(siteId, 's.id = ?');
  const rows: Row[] = await tx.query(
    `WITH ${TALLY}
     SELECT s.id AS "siteId", s.name AS "siteName", c.id AS "clientId", c.name AS "clientName", k.phase, nullif(k.error_code, '') AS "errorCode", k.devices AS n
       FROM tally k JOIN site s ON s.id = k.site_id JOIN client c ON c.id = s.client_id WHERE ${where.sql}`,
    where.values,
  );
  const byPhase = tally(rows, (row) => row.phase);
  const byCause = tally(
    rows.filter((row) => row.errorCode !== null && !AWAY.has(row.phase)),
    (row) => row.errorCode!,
  );
  return {
    total: rows.reduce((sum, row) => sum + row.n, 0),
    byPhase: [...byPhase]
      .sort(([a], [b]) => (ORDER.get(a) ?? 99) - (ORDER.get(b) ?? 99))
      .map(([phase, count]) => ({ phase, label: phaseLabel(phase), count })),
    byCause: [...byCause]
      .sort(([codeA, a], [codeB, b]) => b - a || (codeA < codeB ? -1 : 1))
      .map(([errorCode, count]) => ({ errorCode, errorTitle: catalogueEntry(errorCode)?.title ?? errorCode, count })),
    byClient: standings<ClientCountView>(
      rows,
      (row) => row.clientId,
      ({ clientId, clientName }) => ({ clientId, clientName }),
    ),
    bySite: standings<SiteCountView>(
      rows,
      (row) => row.siteId,
      ({ siteId, siteName, clientId, clientName }) => ({ siteId, siteName, clientId, clientName }),
    ),
  };
}

function tally(rows: readonly Row[], key: (row: Row) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + row.n);
  return counts;
}

function standings<T extends Standing>(
  rows: readonly Row[],
  key: (row: Row) => string,
  names: (row: Row) => Omit<T, keyof Standing>,
): T[] {
  const found = new Map<string, { -readonly [K in keyof Standing]: number } & Omit<T, keyof Standing>>();
  for (const row of rows) {
    const standing = found.get(key(row)) ?? { ...names(row), total: 0, ready: 0, failed: 0, underWay: 0 };
    standing.total += row.n;
    if (READY.has(row.phase)) standing.ready += row.n;
    else if (FAILED.has(row.phase)) standing.failed += row.n;
    else if (!SETTLED.has(row.phase)) standing.underWay += row.n;
    found.set(key(row), standing);
  }
  return [...found.values()].sort((a, b) => b.total - a.total) as unknown as T[];
}
