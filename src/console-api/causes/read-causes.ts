import { createHash } from 'node:crypto';
import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { PlaceQuery } from '../system/place.query.js';
import type { CauseList, CauseView } from './cause.view.js';

/** Phases in which something stands in the way; a device that is away is no failure. */
const FAILING = ['FAILED', 'RETRY_WAIT', 'BLOCKED', 'DRIFTED', 'REMOVAL_FAILED'];
const EXAMPLES = 5;

/** What distinguishes one cause from another. */
interface Distinction {
  readonly errorCode: string;
  readonly providerInstanceId: string;
  /** Firewalls, proxies and name servers are those of a site: the same code elsewhere is another cause. */
  readonly siteId: string | null;
}

interface Row extends Distinction {
  readonly providerKind: string;
  readonly providerInstanceName: string;
  readonly siteName: string | null;
  readonly devices: number;
  readonly sites: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly examples: CauseView['examples'];
}

/** The failing devices in scope as a query of (device_id, deployment_id, error_code, provider_instance_id, cause_site, since); `$n` are those of `where`. */
export function failingDevices(scope: Scope, { clientId, siteId }: PlaceQuery = {}): { readonly sql: string; readonly values: readonly unknown[] } {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' }).and('t.phase = ANY(?::text[]) AND t.error_code IS NOT NULL AND d.retired_at IS NULL', FAILING)
    .andIf(clientId, 's.client_id = ?')
    .andIf(siteId, 's.id = ?');
  return {
    sql: `SELECT d.id AS device_id, d.name AS device_name, d.site_id, p.id AS deployment_id, t.error_code, p.provider_instance_id, t.since,
                 CASE WHEN t.error_code LIKE 'RA-NET-%' THEN d.site_id END AS cause_site
            FROM deployment_status t JOIN deployment p ON p.id = t.deployment_id JOIN device d ON d.id = t.device_id JOIN site s ON s.id = d.site_id
           WHERE ${where.sql}`,
    values: where.values,
  };
}

/** Everything that fails in scope, grouped by what causes it, the cause with the most devices first. */
export async function readCauses(tx: Tx, scope: Scope, place: PlaceQuery = {}): Promise<CauseList> {
  const failing = failingDevices(scope, place);
  const rows: Row[] = await tx.query(
    `WITH failing AS (${failing.sql}), cause AS (
       SELECT error_code, provider_instance_id, cause_site, count(DISTINCT device_id)::int AS devices, count(DISTINCT site_id)::int AS sites, min(since) AS first_seen, max(since) AS last_seen,
              (array_agg(jsonb_build_object('id', device_id, 'name', device_name) ORDER BY device_name, device_id))[1:${EXAMPLES}] AS examples
         FROM failing GROUP BY 1, 2, 3)
     SELECT c.error_code AS "errorCode", c.provider_instance_id AS "providerInstanceId", i.kind AS "providerKind", i.name AS "providerInstanceName",
            c.cause_site AS "siteId", s.name AS "siteName", c.devices, c.sites, c.first_seen AS "firstSeen", c.last_seen AS "lastSeen", to_jsonb(c.examples) AS examples
       FROM cause c JOIN provider_instance i ON i.id = c.provider_instance_id LEFT JOIN site s ON s.id = c.cause_site
      ORDER BY c.devices DESC, c.error_code, c.cause_site NULLS FIRST LIMIT 200`,
    [...failing.values],
  );
  return { items: rows.map(viewOf), failing: rows.reduce((sum, { devices }) => sum + devices, 0) };
}

/** How many devices in scope, this one included, fail by what this one fails by; null where it does not fail. */
export async function devicesWithTheSameCause(tx: Tx, scope: Scope, deviceId: string): Promise<number | null> {
  const failing = failingDevices(scope);
  const [row]: { devices: number }[] = await tx.query(
    `WITH failing AS (${failing.sql}), it AS (SELECT * FROM failing WHERE device_id = $${failing.values.length + 1} LIMIT 1)
     SELECT count(DISTINCT f.device_id)::int AS devices
       FROM it JOIN failing f ON f.error_code = it.error_code AND f.provider_instance_id = it.provider_instance_id AND f.cause_site IS NOT DISTINCT FROM it.cause_site
     HAVING count(*) > 0`,
    [...failing.values, deviceId],
  );
  return row?.devices ?? null;
}

/** Names a cause by what distinguishes it. */
export function fingerprintOf({ errorCode, providerInstanceId, siteId }: Distinction): string {
  return createHash('sha256').update(`${errorCode} ${providerInstanceId} ${siteId ?? ''}`).digest('hex').slice(0, 16);
}

function viewOf(row: Row): CauseView {
  const { providerInstanceId, ...shown } = row;
  const entry = catalogueEntry(row.errorCode);
  return {
    ...shown,
    fingerprint: fingerprintOf({ errorCode: row.errorCode, siteId: row.siteId, providerInstanceId }),
    errorTitle: entry?.title ?? row.errorCode,
    cause: entry?.cause ?? '',
    remedy: entry?.remedy ?? '',
    retry: entry?.retry ?? 'auto',
    who: [...(entry?.who ?? [])],
  };
}
