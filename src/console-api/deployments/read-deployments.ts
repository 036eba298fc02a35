import { type Scope, withinScope } from '../../accounts/index.js';
import { exclusionsOfDevices } from '../../deployments/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { deviceConditions } from '../devices/device-list.js';
import { DEPLOYMENT_COLUMNS, DEPLOYMENT_EVIDENCE, deploymentView, type DeploymentRow } from './deployment-row.js';
import type { DeploymentQuery } from './deployment.query.js';
import type { DeploymentView } from './deployment.view.js';
import { timesLeft } from './time-left.js';

const JOINED = `
  deployment p JOIN device d ON d.id = p.device_id JOIN site s ON s.id = d.site_id JOIN client c ON c.id = s.client_id
  LEFT JOIN device_presence r ON r.device_id = d.id
  LEFT JOIN deployment_status t ON t.deployment_id = p.id`;

const DEPLOYMENTS: ListShape = {
  from: JOINED,
  id: 'p.id',
  defaultSort: 'deviceName',
  sortable: {
    deviceName: [{ sql: 'd.name', type: 'text' }],
    phase: [{ sql: `coalesce(t.phase, 'QUEUED')`, type: 'text' }],
    since: [{ sql: 'coalesce(t.since, p.released_at)', type: 'timestamptz' }],
    releasedAt: [{ sql: 'p.released_at', type: 'timestamptz' }],
  },
};

type Row = Omit<DeploymentView, keyof DeploymentRow | 'label' | 'errorTitle' | 'etaSeconds' | 'pinned'> & {
  id: string;
  deployment: DeploymentRow;
};

export async function listDeployments(tx: Tx, scope: Scope, query: DeploymentQuery): Promise<Page<DeploymentView>> {
  const where = deviceConditions(scope, query)
    .andIf(query.deviceId, 'd.id = ?')
    .andIf(query.desired, 'p.desired = ?')
    .andIf(query.rolloutId, 'EXISTS (SELECT 1 FROM rollout_device x WHERE x.device_id = d.id AND x.rollout_id = ?)');
  const page = await pageOfIds(tx, DEPLOYMENTS, query, where);
  return filledPage(page, await deploymentsById(tx, scope, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function deploymentById(tx: Tx, scope: Scope, id: string): Promise<DeploymentView> {
  const [deployment] = await deploymentsById(tx, scope, [id]);
  if (!deployment) throw notFound('deployment');
  return deployment;
}

async function deploymentsById(tx: Tx, scope: Scope, ids: readonly string[]): Promise<DeploymentView[]> {
  const where = withinScope(new Conditions().and('p.id = ANY(?::uuid[])', ids), scope, {
    site: 's.id',
    client: 's.client_id',
  });
  const rows: Row[] = await tx.query(
    `SELECT p.id, d.id AS "deviceId", d.name AS "deviceName", s.id AS "siteId", s.name AS "siteName", c.id AS "clientId", c.name AS "clientName",
            p.desired, p.moving_to AS "movingTo", p.generation::text AS generation, p.released_at AS "releasedAt", ${DEPLOYMENT_COLUMNS} AS deployment
       FROM ${JOINED} ${DEPLOYMENT_EVIDENCE} WHERE ${where.sql}`,
    where.values,
  );
  const left = await timesLeft(
    tx,
    rows.map((row) => row.deployment),
  );
  const exclusions = await exclusionsOfDevices(tx, [...new Set(rows.map((row) => row.deviceId))]);
  return rows.map(({ deployment, ...row }) => ({
    ...deploymentView(deployment, left, exclusions.get(row.deviceId)?.kind === 'pin'),
    ...row,
  }));
}
