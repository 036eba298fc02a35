import { type Operator, siteIsInScope } from '../../accounts/index.js';
import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { SupportSessionQuery } from './support-session.query.js';
import type { SupportSessionDetailView, SupportSessionView } from './support-session.view.js';

const SESSIONS: ListShape = {
  from: 'support_session s',
  id: 's.id',
  defaultSort: '-createdAt',
  sortable: { createdAt: [{ sql: 's.created_at', type: 'timestamptz' }], name: [{ sql: 's.name', type: 'text' }] },
};

const WHICH = { live: `s.state <> 'ended'`, waiting: `s.state <> 'ended' AND s.host_id IS NULL`, ended: `s.state = 'ended'` } as const;

/** The code of an invitation that no mail server took. */
const NOT_DELIVERED = 'RA-GST-07';

export async function listSupportSessions(tx: Tx, operator: Operator, query: SupportSessionQuery): Promise<Page<SupportSessionView>> {
  const where = visibleTo(operator, new Conditions())
    .andIf(query.kind, 's.kind = ?').andIf(query.hostId, 's.host_id = ?').andIf(query.siteId, 's.site_id = ?').andIf(query.clientId, 's.client_id = ?')
    .andIf(query.from, 's.created_at >= ?').andIf(query.to, 's.created_at < ?')
    .search(query.q, 's.name', `coalesce(s.host_name, '')`, `coalesce(s.requester_name, '')`);
  if (query.which) where.and(WHICH[query.which]);
  const page = await pageOfIds(tx, SESSIONS, query, where);
  return filledPage(page, await sessionsById(tx, operator, page.ids));
}

/** Absent and out of scope are the same answer. */
export async function supportSessionById(tx: Tx, operator: Operator, id: string): Promise<SupportSessionView> {
  const [session] = await sessionsById(tx, operator, [id]);
  if (!session) throw notFound('support session');
  return session;
}

/** With all that was said, written down and sent. */
export async function supportSessionInDetail(tx: Tx, operator: Operator, id: string): Promise<SupportSessionDetailView> {
  const session = await supportSessionById(tx, operator, id);
  const [chat, notes, passes, invitations, hosts] = await Promise.all([
    tx.query(`SELECT id, sender AS from, name, text, said_at AS at FROM support_chat WHERE session_id = $1 ORDER BY seq LIMIT 2000`, [id]),
    tx.query(`SELECT id, written_by_name AS "writtenByName", text, written_at AS "writtenAt" FROM support_note WHERE session_id = $1 ORDER BY written_at, id`, [id]),
    tx.query(
      `SELECT id, kind, made_at AS "madeAt", expires_at AS "expiresAt", uses, revoked_at IS NULL AND expires_at > now() AND (for_many OR uses = 0) AS "isOpen"
         FROM support_pass WHERE session_id = $1 ORDER BY made_at, id`,
      [id],
    ),
    tx.query(
      `SELECT i.id, i.recipient, m.state, CASE WHEN m.state = 'failed' THEN '${NOT_DELIVERED}' END AS "errorCode", m.answer, coalesce(m.done_at, i.made_at) AS at, i.reported_at AS "reportedAt"
         FROM support_invitation i JOIN outgoing_mail m ON m.support_invitation_id = i.id WHERE i.session_id = $1 ORDER BY i.made_at, i.id`,
      [id],
    ),
    tx.query(`SELECT operator_name AS name, mode, guest_id AS "guestId" FROM support_viewing WHERE session_id = $1 AND closed_at IS NULL ORDER BY opened_at, id`, [id]),
  ]);
  return { ...session, chat, notes, passes, invitations, hosts };
}

/** Those at sites in scope, and one's own wherever they are. */
function visibleTo(operator: Operator, where: Conditions): Conditions {
  return where.and(`s.host_id = ${where.bind(operator.id)} OR ${siteIsInScope(where, operator.scope, { site: 's.site_id', client: 's.client_id' })}`);
}

async function sessionsById(tx: Tx, operator: Operator, ids: readonly string[]): Promise<SupportSessionView[]> {
  const where = visibleTo(operator, new Conditions()).and('s.id = ANY(?::uuid[])', ids);
  return tx.query(
    `SELECT s.id, s.name, s.kind, s.state, s.reason, s.host_id AS "hostId", s.host_name AS "hostName", coalesce(s.host_id = ${where.bind(operator.id)}, false) AS "isOwn",
            s.client_id AS "clientId", c.name AS "clientName", s.site_id AS "siteId", t.name AS "siteName",
            s.requester_name AS "requesterName", s.requester_email AS "requesterEmail", s.planned_for AS "plannedFor", s.created_at AS "createdAt",
            s.expires_at AS "expiresAt", s.ended_at AS "endedAt", s.end_reason AS "endReason", s.provider_name AS "providerName", s.host_url AS "hostUrl", coalesce(g.guests, '[]') AS guests, s.version
       FROM support_session s LEFT JOIN client c ON c.id = s.client_id LEFT JOIN site t ON t.id = s.site_id
       LEFT JOIN LATERAL (SELECT jsonb_agg(${GUEST} ORDER BY g.joined_at, g.id) AS guests FROM support_guest g WHERE g.session_id = s.id) g ON true
      WHERE ${where.sql}`,
    where.values,
  );
}

const GUEST = `jsonb_build_object(
  'id', g.id, 'name', g.name, 'step', g.step, 'os', g.os, 'clientVersion', g.client_version, 'clientPlatform', g.client_platform,
  'troubleCode', g.trouble_code, 'troubleDetail', g.trouble_detail, 'hasPage', g.page_socket IS NOT NULL, 'hasClient', g.client_socket IS NOT NULL,
  'admittedAt', g.admitted_at, 'admittedByName', g.admitted_by_name, 'wants', g.wants, 'consent', g.consent, 'consentAt', g.consent_at,
  'enrolment', CASE WHEN g.enrolment_allowed THEN 'allowed' WHEN NOT g.enrolment_allowed THEN 'refused' WHEN g.enrolment_offered_by IS NOT NULL THEN 'offered' ELSE 'none' END,
  'joinedAt', g.joined_at, 'endedAt', g.ended_at, 'endReason', g.end_reason)`;
