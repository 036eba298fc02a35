import { type Scope, withinScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import type { AccessReportQuery } from './access-report.query.js';
import type { AccessReportView, AccessView } from './access-report.view.js';

const MOST = 10_000;
const USUAL_DAYS = 31;

/** Every session that was really opened on a device of the site, the latest first. A device counts where it is now. */
export async function readAccessReport(tx: Tx, scope: Scope, { siteId, from, to }: AccessReportQuery): Promise<AccessReportView> {
  const where = withinScope(new Conditions().and('s.id = ?', siteId), scope, { site: 's.id', client: 's.client_id' });
  const [site]: { siteName: string; clientName: string; from: Date; to: Date }[] = await tx.query(
    `SELECT s.name AS "siteName", c.name AS "clientName",
            coalesce($${where.values.length + 1}::timestamptz, now() - interval '${USUAL_DAYS} days') AS from, coalesce($${where.values.length + 2}::timestamptz, now()) AS to
       FROM site s JOIN client c ON c.id = s.client_id WHERE ${where.sql}`,
    [...where.values, from ?? null, to ?? null],
  );
  if (!site) throw notFound('site');
  const rows: (AccessView & { total: string; totalSeconds: number })[] = await tx.query(
    `SELECT l.opened_at AS "openedAt", l.ended_at AS "endedAt", extract(epoch FROM coalesce(l.ended_at, now()) - l.opened_at)::int AS seconds,
            o.name AS "operatorName", d.name AS "deviceName", l.mode, l.reason, l.end_reason AS "endReason",
            count(*) OVER () AS total, (sum(extract(epoch FROM coalesce(l.ended_at, now()) - l.opened_at)) OVER ())::float8 AS "totalSeconds"
       FROM launch l JOIN device d ON d.id = l.device_id JOIN operator o ON o.id = l.operator_id
      WHERE d.site_id = $1 AND l.opened_at >= $2 AND l.opened_at < $3 ORDER BY l.opened_at DESC, l.id DESC LIMIT ${MOST}`,
    [siteId, site.from, site.to],
  );
  const total = Number(rows[0]?.total ?? 0);
  return {
    siteId, ...site, total, totalSeconds: Math.round(rows[0]?.totalSeconds ?? 0), isCut: total > rows.length,
    items: rows.map(({ total: _total, totalSeconds: _seconds, ...access }) => access),
  };
}
