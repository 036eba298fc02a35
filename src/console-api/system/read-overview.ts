import { clientIsInScope, holds, isSharedOrInScope, type Operator, siteIsInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { summariseDeployments } from '../deployments/summarise-deployments.js';
import type { PlaceQuery } from './place.query.js';
import type { OverviewView } from './system.view.js';

type Counted = Omit<OverviewView, 'devices' | 'ready' | 'failed' | 'underWay'>;

/** The counts of the first page, within the caller's scope; what he may not read counts as nothing. */
export async function readOverview(tx: Tx, operator: Operator, place: PlaceQuery = {}): Promise<OverviewView> {
  const where = new Conditions();
  const { clientId, siteId } = place;
  const seen = [
    siteIsInScope(where, operator.scope, { site: 's.id', client: 's.client_id' }),
    ...(clientId === undefined ? [] : [`s.client_id = ${where.bind(clientId)}`]),
    ...(siteId === undefined ? [] : [`s.id = ${where.bind(siteId)}`]),
  ].join(' AND ');
  const client = clientIsInScope(where, operator.scope, 'c.id');
  // Bound only where the statement uses it: PostgreSQL refuses a value whose type nothing tells.
  const policies = holds(operator, 'policies.read') ? isSharedOrInScope(where, operator.scope, 'x.client_id') : 'false';
  const launches = holds(operator, 'audit.read') ? 'true' : `l.operator_id = ${where.bind(operator.id)}`;
  const [counted]: Counted[] = await tx.query(
    `SELECT (SELECT count(*)::int FROM client c WHERE ${client}) AS clients,
            (SELECT count(*)::int FROM site s WHERE ${seen}) AS sites,
            (SELECT count(DISTINCT s.id)::int FROM site s JOIN assignment a ON a.site_id = s.id JOIN package_entry e USING (package_id) JOIN policy p ON p.id = e.policy_id
              WHERE ${seen} AND p.enabled AND p.type = 'remote-access' AND p.settings -> 'enabled' = 'true'::jsonb) AS "enabledSites",
            (SELECT count(*)::int FROM device d JOIN site s ON s.id = d.site_id JOIN device_presence r ON r.device_id = d.id
              WHERE ${seen} AND r.online AND d.retired_at IS NULL) AS online,
            (SELECT count(*)::int FROM launch l JOIN device d ON d.id = l.device_id JOIN site s ON s.id = d.site_id
              WHERE ${seen} AND l.state = 'active' AND ${launches}) AS "liveLaunches",
            (SELECT count(*)::int FROM policy x WHERE ${policies}) AS policies,
            (SELECT count(*)::int FROM package x WHERE ${policies}) AS packages`,
    where.values,
  );
  const { total, byClient } = await summariseDeployments(tx, operator.scope, place);
  const sum = (of: 'ready' | 'failed' | 'underWay') => byClient.reduce((all, each) => all + each[of], 0);
  return { ...counted!, devices: total, ready: sum('ready'), failed: sum('failed'), underWay: sum('underWay') };
}
