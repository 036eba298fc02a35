import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { deviceConditions, deviceList } from '../devices/device-list.js';
import type { SelectionBody } from './bulk-job.body.js';

/** More than this is not decided device by device: a group, a site or a policy says it once and for those to come. */
export const MOST_DEVICES = 20_000;

export interface SelectedDevice {
  readonly id: string;
  readonly siteId: string;
  readonly clientId: string;
}

/** The devices that are meant, as far as they are in scope, in the order of their names. */
export async function selectDevices(tx: Tx, scope: Scope, { deviceIds, filter, except = [] }: SelectionBody): Promise<SelectedDevice[]> {
  if ((deviceIds === undefined) === (filter === undefined)) throw invalidField('/selection', 'one', 'must say exactly one of deviceIds and filter');
  const where = filter
    ? deviceConditions(scope, filter).and('NOT d.id = ANY(?::uuid[])', except)
    : withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' }).and('d.retired_at IS NULL').and('d.id = ANY(?::uuid[])', deviceIds);
  const found: SelectedDevice[] = await tx.query(
    `SELECT d.id, d.site_id AS "siteId", s.client_id AS "clientId" FROM ${deviceList({}, where).from} WHERE ${where.sql} ORDER BY d.name, d.id LIMIT ${MOST_DEVICES + 1}`,
    where.values,
  );
  if (found.length > MOST_DEVICES) throw invalidField('/selection/filter', 'most', `finds more than ${MOST_DEVICES} devices; narrow it, or use a site, a group or a policy`);
  if (found.length === 0) throw invalidField('/selection', 'empty', 'finds no device');
  return found;
}
