import { holds, type Operator } from '../../accounts/index.js';
import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import { phaseLabel } from '../deployments/deployment-row.js';
import type { TimelineEventView } from './timeline.view.js';

type Row = Omit<TimelineEventView, 'label' | 'errorTitle'>;

/** What happened to a device, the latest first; changes only as far as the caller may read the audit log. */
export async function timelineOfDevice(
  tx: Tx,
  operator: Operator,
  deviceId: string,
  query: ListQuery,
): Promise<Page<TimelineEventView>> {
  const where = new Conditions();
  const shape: ListShape = {
    from: `(${eventsOf(where, operator, deviceId)}) v`,
    id: 'v.id',
    defaultSort: '-at',
    sortable: { at: [{ sql: 'v.at', type: 'timestamptz' }] },
  };
  const page = await pageOfIds(tx, shape, query, where);
  const wide = new Conditions();
  const events = eventsOf(wide, operator, deviceId);
  const rows: Row[] = await tx.query(
    `SELECT v.* FROM (${events}) v WHERE v.id = ANY(${wide.bind(page.ids)}::uuid[])`,
    wide.values,
  );
  return filledPage(
    page,
    rows.map((row) => ({
      ...row,
      label: row.phase === null ? null : phaseLabel(row.phase),
      errorTitle: row.errorCode === null ? null : (catalogueEntry(row.errorCode)?.title ?? row.errorCode),
    })),
  );
}

function eventsOf(where: Conditions, operator: Operator, deviceId: string): string {
  const device = where.bind(deviceId);
  const phases = `
    SELECT id, at, 'phase' AS kind, actor, cause, from_phase AS "fromPhase", phase, error_code AS "errorCode", generation::text AS generation, NULL::jsonb AS changes
      FROM deployment_event WHERE device_id = ${device}`;
  const readable = holds(operator, 'audit.read')
    ? 'true'
    : holds(operator, 'audit.read-own-actions')
      ? `actor_id = ${where.bind(operator.id)}`
      : 'false';
  return `${phases} UNION ALL
    SELECT id, at, 'change', actor_name, action, NULL, NULL, NULL, NULL, changes FROM audit_entry WHERE device_id = ${device} AND ${readable}`;
}
