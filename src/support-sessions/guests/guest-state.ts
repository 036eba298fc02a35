import type { ChatLine, Consent, EndReason, GuestStep, PresentHost, SessionForGuest, SupportSessionKind } from '../../../contracts/guest-protocol.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { EVERYTHING_ALLOWED, NOTHING_ALLOWED } from './act-on-guests.js';
import { organisationOf } from './organisation.js';

/** A guest as his own connections are told of him. */
export interface GuestState {
  readonly guestId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly step: GuestStep;
  readonly admitted: boolean;
  readonly consent: Consent | null;
  readonly wants: Consent | null;
  readonly endReason: EndReason | null;
  /** Which connections are his; an older one of the same role is superseded. */
  readonly pageSocket: string | null;
  readonly clientSocket: string | null;
  readonly hosts: readonly PresentHost[];
}

/** Null for a guest who never was. */
export async function guestState(tx: Tx, guestId: string): Promise<GuestState | null> {
  const [state]: GuestState[] = await tx.query(
    `SELECT g.id AS "guestId", g.session_id AS "sessionId", g.name, g.step, g.admitted_at IS NOT NULL AS admitted, g.consent, g.wants, g.end_reason AS "endReason",
            g.page_socket AS "pageSocket", g.client_socket AS "clientSocket",
            (SELECT coalesce(jsonb_agg(jsonb_build_object('name', v.operator_name, 'mode', v.mode) ORDER BY v.opened_at, v.id), '[]') FROM support_viewing v
              WHERE v.session_id = g.session_id AND v.closed_at IS NULL AND (v.guest_id = g.id OR v.guest_id IS NULL AND g.admitted_at IS NOT NULL)) AS hosts
       FROM support_guest g WHERE g.id = $1`,
    [guestId],
  );
  return state ?? null;
}

/** What is said in the session after this line, in order. */
export async function chatSince(tx: Tx, sessionId: string, seq: string): Promise<{ readonly seq: string; readonly line: ChatLine }[]> {
  const rows: { seq: string; id: string; from: ChatLine['from']; name: string; text: string; at: Date }[] = await tx.query(
    'SELECT seq, id, sender AS from, name, text, said_at AS at FROM support_chat WHERE session_id = $1 AND seq > $2 ORDER BY seq LIMIT 500',
    [sessionId, seq],
  );
  return rows.map(({ seq: number, id, from, name, text, at }) => ({ seq: number, line: { id, from, name, text, at: at.toISOString() } }));
}

/** What a guest is shown about the session that he has joined. */
export async function sessionForGuest(tx: Tx, sessionId: string): Promise<SessionForGuest> {
  const [session]: { id: string; name: string; kind: SupportSessionKind; hostName: string | null; clientId: string | null; reason: string | null; expiresAt: Date }[] = await tx.query(
    `SELECT id, name, kind, host_name AS "hostName", client_id AS "clientId", reason, expires_at AS "expiresAt" FROM support_session WHERE id = $1`,
    [sessionId],
  );
  const { id, name, kind, hostName, reason, expiresAt } = session!;
  return {
    id, name, kind, reason,
    organisation: await organisationOf(tx, session!),
    hostName: hostName ?? '',
    expiresAt: expiresAt.toISOString(),
    may: kind === 'support' ? EVERYTHING_ALLOWED : NOTHING_ALLOWED,
  };
}
