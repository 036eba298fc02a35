import { coversClient, coversSite, type Operator } from '../../accounts/index.js';
import type { SupportSessionKind } from '../../../contracts/guest-protocol.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';

export type SessionState = 'created' | 'guest-joining' | 'guest-connected' | 'host-connected' | 'ended';

/** A session as those who act on it need to know it. */
export interface SessionRow {
  readonly id: string;
  readonly name: string;
  readonly kind: SupportSessionKind;
  readonly state: SessionState;
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly clientId: string | null;
  readonly siteId: string | null;
  readonly reason: string | null;
  readonly plannedFor: Date | null;
  readonly expiresAt: Date;
  /** Who holds it, when that is a provider; null for one of ours. */
  readonly providerName: string | null;
  /** Where the guest joins there; null for one of ours, and until the provider has made it. */
  readonly guestUrl: string | null;
}

export const SESSION_COLUMNS = `s.id, s.name, s.kind, s.state, s.host_id AS "hostId", s.host_name AS "hostName", s.client_id AS "clientId", s.site_id AS "siteId",
  s.reason, s.planned_for AS "plannedFor", s.expires_at AS "expiresAt", s.provider_name AS "providerName", s.guest_url AS "guestUrl"`;

/** The session, held until the transaction ends; absent and out of scope are the same answer. One's own is in everybody's scope. */
export async function sessionInScope(tx: Tx, operator: Operator, id: string): Promise<SessionRow> {
  const [session]: SessionRow[] = await tx.query(`SELECT ${SESSION_COLUMNS} FROM support_session s WHERE s.id = $1 FOR UPDATE`, [id]);
  if (!session || !mayKnow(operator, session)) throw notFound('support session');
  return session;
}

/** One that goes on and is the caller's own to act in. */
export async function heldSession(tx: Tx, operator: Operator, id: string): Promise<SessionRow> {
  const session = await sessionInScope(tx, operator, id);
  if (session.hostId !== operator.id) throw new DomainError('API-SCOPE-01', session.hostId === null ? 'Take the session first.' : 'Only its host acts in a session; have it transferred to you.');
  return goingOn(session);
}

/** Refuses what comes too late. */
export function goingOn(session: SessionRow): SessionRow {
  if (session.state === 'ended') throw new DomainError('API-CONFLICT-03', 'This session has ended.');
  return session;
}

function mayKnow({ id, scope }: Operator, { hostId, siteId, clientId }: SessionRow): boolean {
  if (scope.all || hostId === id) return true;
  return siteId !== null && clientId !== null ? coversSite(scope, { siteId, clientId }) : clientId !== null && coversClient(scope, clientId);
}

/** A guest of this session who is still there to be acted on, held until the transaction ends. */
export interface GuestRow {
  readonly id: string;
  readonly sessionId: string;
  readonly name: string;
  readonly step: string;
  readonly admittedAt: Date | null;
  readonly consent: { readonly view: boolean; readonly control: boolean; readonly clipboard: boolean } | null;
  readonly hasPage: boolean;
  readonly hasClient: boolean;
  readonly os: string | null;
  readonly platform: string | null;
}

export const GUEST_COLUMNS = `g.id, g.session_id AS "sessionId", g.name, g.step, g.admitted_at AS "admittedAt", g.consent, g.page_socket IS NOT NULL AS "hasPage",
  g.client_socket IS NOT NULL AS "hasClient", g.os, g.client_platform AS platform`;

export async function guestOfSession(tx: Tx, sessionId: string, guestId: string): Promise<GuestRow> {
  const [guest]: GuestRow[] = await tx.query(`SELECT ${GUEST_COLUMNS} FROM support_guest g WHERE g.id = $1 AND g.session_id = $2 FOR UPDATE`, [guestId, sessionId]);
  if (!guest) throw notFound('guest');
  if (guest.step === 'ended') throw new DomainError('API-CONFLICT-03', 'This guest has left.');
  return guest;
}
