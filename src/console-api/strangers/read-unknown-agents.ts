import { type Scope, withinScope } from '../../accounts/index.js';
import { anywhere, Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { filledPage, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { UnknownRemoteAgentQuery, UnknownRemoteAgentView } from './stranger.view.js';

const JOINED = 'stranger_agent a JOIN device d ON d.id = a.device_id JOIN site s ON s.id = d.site_id JOIN client c ON c.id = s.client_id';

const UNKNOWN: ListShape = {
  from: JOINED,
  id: 'a.id',
  // Those that nobody has decided on come first.
  defaultSort: '-open',
  sortable: { open: [{ sql: '(a.approved_at IS NULL)', type: 'boolean' }, { sql: 'a.first_seen_at', type: 'timestamptz' }], firstSeenAt: [{ sql: 'a.first_seen_at', type: 'timestamptz' }], name: [{ sql: 'd.name', type: 'text' }] },
};

/** Remote agents in scope that Latchkey did not deploy, approved ones too. */
export async function listUnknownAgents(tx: Tx, scope: Scope, query: UnknownRemoteAgentQuery): Promise<Page<UnknownRemoteAgentView>> {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' }).and('d.retired_at IS NULL').andIf(query.deviceId, 'd.id = ?');
  for (const word of query.q?.split(/\s+/).filter(Boolean) ?? []) where.and(`(d.name || ' ' || s.name || ' ' || c.name || ' ' || a.place) ILIKE ?`, anywhere(word));
  const page = await pageOfIds(tx, UNKNOWN, query, where);
  const rows: Row[] = await tx.query(
    `SELECT a.id, d.id AS "deviceId", d.name AS "deviceName", c.name AS "clientName", s.name AS "siteName", a.provider, a.place, a.running, a.code,
            CASE WHEN a.removal_asked_at IS NOT NULL THEN jsonb_build_object('askedBy', a.removal_asked_by, 'askedAt', a.removal_asked_at,
              'failure', CASE WHEN i.outcome IN ('failed', 'refused') THEN concat_ws(': ', i.error_code, nullif(i.detail, '')) WHEN i.outcome = 'expired' OR (i.reported_at IS NULL AND i.expires_at < now()) THEN 'The device did not answer.' END) END AS removal,
            a.first_seen_at AS "firstSeenAt", a.approved_by AS "approvedBy", a.approved_at AS "approvedAt", a.approved_reason AS "approvedReason"
       FROM ${JOINED} LEFT JOIN instruction i ON i.id = a.removal_instruction_id WHERE a.id = ANY($1::uuid[])`,
    [page.ids],
  );
  return filledPage(page, rows.map(({ removal, ...shown }) => ({ ...shown, removal: removal && { ...removal, askedAt: new Date(removal.askedAt) } })));
}

/** A moment within JSON is text. */
type Row = Omit<UnknownRemoteAgentView, 'removal'> & { readonly removal: { readonly askedBy: string; readonly askedAt: string; readonly failure: string | null } | null };

export interface UnknownAgent {
  readonly deviceId: string;
  readonly name: string;
  readonly siteId: string;
  readonly clientId: string;
  readonly place: string;
  readonly approvedBy: string | null;
}

/** Null when there is none of this id in scope: to whom it is foreign it is missing. */
export async function unknownAgentInScope(tx: Tx, scope: Scope, id: string): Promise<UnknownAgent | null> {
  const where = withinScope(new Conditions(), scope, { site: 's.id', client: 's.client_id' }).and('a.id = ?', id);
  const [found]: UnknownAgent[] = await tx.query(
    `SELECT d.id AS "deviceId", d.name, s.id AS "siteId", s.client_id AS "clientId", a.place, a.approved_by AS "approvedBy" FROM ${JOINED} WHERE ${where.sql}`,
    where.values,
  );
  return found ?? null;
}
