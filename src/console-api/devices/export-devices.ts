import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { csv, type CsvColumn } from '../../platform/http/index.js';
import type { SelectionBody } from '../bulk-jobs/bulk-job.body.js';
import { selectDevices } from '../bulk-jobs/select-devices.js';
import { readDevices } from './read-devices.js';
import type { DeviceView } from './device.view.js';

const AT_ONCE = 500;

const COLUMNS: readonly CsvColumn<DeviceView>[] = [
  ['name', ({ name }) => name],
  ['client', ({ clientName }) => clientName],
  ['site', ({ siteName }) => siteName],
  ['status', ({ deployment, exclusion }) => deployment?.label ?? (exclusion ? 'Excluded' : 'Not enabled for this site')],
  ['error code', ({ deployment }) => deployment?.errorCode],
  ['since (UTC)', ({ deployment }) => deployment?.since.toISOString()],
  ['online', ({ online }) => (online ? 'yes' : 'no')],
  ['last seen (UTC)', ({ lastSeenAt }) => lastSeenAt?.toISOString()],
  ['operating system', ({ os }) => os],
  ['version', ({ osVersion }) => osVersion],
  ['architecture', ({ arch }) => arch],
  ['kind', ({ deviceType }) => deviceType],
  ['agent version', ({ agentVersion }) => agentVersion],
  ['provider', ({ providerName }) => providerName],
  ['last user', ({ lastUser }) => lastUser],
  ['tags', ({ tags }) => tags.join(', ')],
  ['enrolled (UTC)', ({ enrolledAt }) => enrolledAt.toISOString()],
  ['id', ({ id }) => id],
];

/** The selected devices as a table for a spreadsheet. That somebody has taken them along is on the record. */
export async function exportDevices(unit: UnitOfWork, operator: Operator, selection: SelectionBody): Promise<string> {
  const ids = (await selectDevices(unit.reads, operator.scope, selection)).map(({ id }) => id);
  const devices: DeviceView[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) devices.push(...(await readDevices(unit.reads, operator, ids.slice(at, at + AT_ONCE))));
  await unit.run((tx) => recordAudit(tx, actorOf(operator), { action: 'device.export', subject: { kind: 'device', id: null }, changes: { devices: [null, devices.length] } }));
  return csv(COLUMNS, devices);
}
