import type { Operator, Scope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type Page, pageOfIds } from '../../platform/http/index.js';
import { launchability, loadLaunchTargets } from '../../remote-access/index.js';
import { withinScope } from '../../accounts/index.js';
import {
  deploymentView,
  type DeploymentRow,
  DEPLOYMENT_COLUMNS,
  DEPLOYMENT_EVIDENCE,
} from '../deployments/deployment-row.js';
import { devicesWithTheSameCause } from '../causes/read-causes.js';
import { timesLeft } from '../deployments/time-left.js';
import { DEPLOYMENT_OF_DEVICE } from '../../deployment-status/index.js';
import { deviceConditions, deviceList, IN_SESSION } from './device-list.js';
import { moveOfDevice } from './read-move.js';
import type { DeviceQuery } from './device.query.js';
import type { DeviceDetailView, DeviceView } from './device.view.js';

/** All that one statement tells about a device. */
type ReadDevice = Omit<DeviceDetailView, 'sameCause' | 'move'>;

type DeviceRow = Omit<ReadDevice, 'deployment' | 'exclusion' | 'launchability'> & { deployment: DeploymentRow | null };

/** One page of devices, each with its status and with whether this operator may open it. */
export async function listDevices(tx: Tx, operator: Operator, query: DeviceQuery): Promise<Page<DeviceView>> {
  const where = deviceConditions(operator.scope, query).andIf(query.ids?.split(','), 'd.id = ANY(?::uuid[])');
  const page = await pageOfIds(tx, deviceList(query, where), query, where);
  return filledPage(page, await readDevices(tx, operator, page.ids));
}

/** These devices as a list tells of them, in no order. */
export async function readDevices(tx: Tx, operator: Operator, ids: readonly string[]): Promise<DeviceView[]> {
  return (await devicesById(tx, operator, ids)).map(inList);
}

/** Absent, retired and out of scope are the same answer. */
export async function deviceById(tx: Tx, operator: Operator, id: string): Promise<DeviceDetailView> {
  const [device] = await devicesById(tx, operator, [id]);
  if (!device) throw notFound('device');
  return { ...device, sameCause: await devicesWithTheSameCause(tx, operator.scope, id), move: await moveOfDevice(tx, id) };
}

/** The site of a device in scope: for what is asked about a device without showing all of it. */
export async function siteOfDevice(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<{ readonly siteId: string; readonly name: string; readonly clientId: string }> {
  const where = inScope(scope, [id]);
  const [found]: { siteId: string; name: string; clientId: string }[] = await tx.query(
    `SELECT d.site_id AS "siteId", d.name, s.client_id AS "clientId" FROM device d JOIN site s ON s.id = d.site_id WHERE ${where.sql}`,
    where.values,
  );
  if (!found) throw notFound('device');
  return found;
}

function inScope(scope: Scope, ids: readonly string[]): Conditions {
  const where = new Conditions().and('d.id = ANY(?::uuid[])', ids).and('d.retired_at IS NULL');
  return withinScope(where, scope, { site: 's.id', client: 's.client_id' });
}

async function devicesById(tx: Tx, operator: Operator, ids: readonly string[]): Promise<ReadDevice[]> {
  const where = inScope(operator.scope, ids);
  const rows: DeviceRow[] = await tx.query(
    `SELECT d.id, d.name, s.client_id AS "clientId", c.name AS "clientName", d.site_id AS "siteId", s.name AS "siteName", d.os, d.os_version AS "osVersion",
            d.arch, d.device_type AS "deviceType", d.agent_version AS "agentVersion", d.last_user AS "lastUser", r.last_seen_at AS "lastSeenAt", coalesce(r.online, false) AS online, d.tags,
            d.hostname, d.display_name AS "displayName", d.enrolled_at AS "enrolledAt", d.inventory_at AS "inventoryAt",
            d.interactive_sessions AS "interactiveSessions", d.can_prompt AS "canPrompt", d.has_display AS "hasDisplay", d.quarantined, d.incarnation, d.version,
            coalesce(t.conditions, '[]') AS conditions, p.generation::text AS generation, e.verified_remote_id AS "remoteId",
            i.name AS "providerName", ${IN_SESSION} AS "inSession",
            CASE WHEN p.id IS NOT NULL THEN ${DEPLOYMENT_COLUMNS} END AS deployment
       FROM device d JOIN site s ON s.id = d.site_id JOIN client c ON c.id = s.client_id
       LEFT JOIN device_presence r ON r.device_id = d.id
       ${DEPLOYMENT_OF_DEVICE}
       LEFT JOIN provider_instance i ON i.id = p.provider_instance_id
       ${DEPLOYMENT_EVIDENCE}
      WHERE ${where.sql}`,
    where.values,
  );
  const targets = await loadLaunchTargets(
    tx,
    operator,
    rows.map((row) => row.id),
  );
  const left = await timesLeft(
    tx,
    rows.flatMap((row) => row.deployment ?? []),
  );
  return rows.flatMap(({ deployment, ...device }) => {
    const target = targets.get(device.id);
    // A device that vanished between the two statements has no verdict, and is not shown.
    if (!target) return [];
    const { exclusion } = target.facts;
    return [
      {
        ...device,
        deployment: deployment && deploymentView(deployment, left, exclusion?.kind === 'pin'),
        exclusion,
        launchability: launchability(target.facts),
      },
    ];
  });
}

/** What a list tells of a device; nothing else of it leaves. */
const LISTED = Object.keys({
  id: true, name: true, clientId: true, clientName: true, siteId: true, siteName: true, os: true, osVersion: true, arch: true, deviceType: true,
  agentVersion: true, lastUser: true, lastSeenAt: true, online: true, tags: true, enrolledAt: true, providerName: true, inSession: true, deployment: true, exclusion: true, launchability: true,
} satisfies Record<keyof DeviceView, true>) as (keyof DeviceView)[];

function inList(device: ReadDevice): DeviceView {
  return Object.fromEntries(LISTED.map((key) => [key, device[key]])) as unknown as DeviceView;
}
