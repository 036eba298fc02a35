import { holds, type Operator, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { expressibleBy } from '../../remote-access/index.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { LaunchView } from './launch-record.view.js';
import type { LaunchQuery } from './launch.query.js';

const JOINED = `
  launch l JOIN device d ON d.id = l.device_id JOIN site s ON s.id = d.site_id JOIN client c ON c.id = s.client_id JOIN operator o ON o.id = l.operator_id`;

const LAUNCHES: ListShape = {
  from: JOINED,
  id: 'l.id',
  defaultSort: '-requestedAt',
  sortable: {
    requestedAt: [{ sql: 'l.requested_at', type: 'timestamptz' }],
    deviceName: [{ sql: 'd.name', type: 'text' }],
    operatorName: [{ sql: 'o.name', type: 'text' }],
  },
};

const LIVE = `l.state IN ('requested', 'redeemed', 'minted', 'active')`;

type Row = Omit<LaunchView, 'recorded'> & { readonly wantsRecording: boolean | null };

/** A provider that cannot record on order is not told to; at a server of its own it may do so all the same. */
function isRecorded({ providerKind, isAway }: Pick<LaunchView, 'providerKind' | 'isAway'>, wanted: boolean | null): boolean | null {
  if (expressibleBy(providerKind).has('capability.recording')) return wanted;
  return isAway ? null : false;
}

/** Whoever reads the audit log sees everybody's launches in scope, others their own. */
function visible(where: Conditions, operator: Operator): Conditions {
  withinScope(where, operator.scope, { site: 's.id', client: 's.client_id' });
  return holds(operator, 'audit.read') ? where : where.and('l.operator_id = ?', operator.id);
}

export async function listLaunches(tx: Tx, operator: Operator, query: LaunchQuery): Promise<Page<LaunchView>> {
  const where = visible(new Conditions(), operator)
    .andIf(query.deviceId, 'l.device_id = ?')
    .andIf(query.clientId, 's.client_id = ?')
    .andIf(query.siteId, 'd.site_id = ?')
    .andIf(query.operatorId, 'l.operator_id = ?')
    .andIf(query.live, `(${LIVE}) = ?`)
    .andIf(query.mode, 'l.mode = ?')
    .andIf(query.from, 'l.requested_at >= ?::timestamptz')
    .andIf(query.to, 'l.requested_at < ?::timestamptz')
    .search(query.q, 'd.name', 's.name', 'c.name', 'o.name', "coalesce(l.reason, '')");
  const page = await pageOfIds(tx, LAUNCHES, query, where);
  return filledPage(page, await launchesById(tx, operator, page.ids));
}

/** Absent and not visible are the same answer. */
export async function launchById(tx: Tx, operator: Operator, id: string): Promise<LaunchView> {
  const [launch] = await launchesById(tx, operator, [id]);
  if (!launch) throw notFound('launch');
  return launch;
}

async function launchesById(tx: Tx, operator: Operator, ids: readonly string[]): Promise<LaunchView[]> {
  const where = visible(new Conditions().and('l.id = ANY(?::uuid[])', ids), operator);
  const rows: Row[] = await tx.query(
    `SELECT l.id, l.device_id AS "deviceId", d.name AS "deviceName", s.id AS "siteId", s.name AS "siteName", c.id AS "clientId", c.name AS "clientName",
            l.operator_id AS "operatorId", o.name AS "operatorName", l.mode, l.reason, l.state, l.is_away AS "isAway", l.requested_at AS "requestedAt", l.opened_at AS "openedAt",
            l.last_active_at AS "lastActiveAt", l.ended_at AS "endedAt", l.end_reason AS "endReason", l.refusal_code AS "refusalCode",
            i.name AS "providerName", i.kind AS "providerKind", l.asks_first AS "asksFirst", v.settings -> 'capability.recording' = 'true'::jsonb AS "wantsRecording",
            CASE WHEN NOT l.is_away THEN l.bytes_in::float8 END AS "bytesToDevice", CASE WHEN NOT l.is_away THEN l.bytes_out::float8 END AS "bytesFromDevice",
            CASE WHEN ${LIVE} THEN l.share_expires_at END AS "endsBy"
       FROM ${JOINED} JOIN deployment p ON p.id = l.deployment_id JOIN provider_instance i ON i.id = p.provider_instance_id
       LEFT JOIN effective_settings v ON v.hash = p.released_settings WHERE ${where.sql}`,
    where.values,
  );
  return rows.map(({ wantsRecording, ...launch }) => ({ ...launch, recorded: isRecorded(launch, wantsRecording) }));
}
