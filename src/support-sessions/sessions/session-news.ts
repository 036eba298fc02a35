import type { ServerToGuest } from '../../../contracts/guest-protocol.js';
import { type Actor, type AuditFact, recordAudit } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ChangeEvent } from '../../platform/wake-ups/change-event.js';
import { wakeUp, wakeUpEach } from '../../platform/wake-ups/wake-ups.js';
import type { GuestRow, SessionRow, SessionState } from './held-session.js';

export type GuestRole = 'page' | 'client';

/** Consoles that show the session read it again: those that may see its site, and its host's. */
export async function sessionChanged(tx: Tx, { id, siteId, hostId }: Pick<SessionRow, 'id' | 'siteId' | 'hostId'>): Promise<void> {
  const event: ChangeEvent = { kind: 'support-session', id, ...(siteId === null ? {} : { siteId }), ...(hostId === null ? {} : { operatorId: hostId }) };
  await wakeUp(tx, 'changed', JSON.stringify(event));
}

/** The processes that hold connections of these guests look at what has become of them. */
export async function guestsChanged(tx: Tx, sessionId: string): Promise<void> {
  const guests: { id: string }[] = await tx.query('SELECT id FROM support_guest WHERE session_id = $1', [sessionId]);
  await wakeUpEach(tx, 'guest', guests.map(({ id }) => id));
}

/** Leaves a frame for the process that holds this connection of the guest; it is worth nothing after half a minute. */
export async function tellGuest(tx: Tx, guestId: string, role: GuestRole, body: ServerToGuest): Promise<void> {
  await tx.query('INSERT INTO support_guest_mail (guest_id, role, body) VALUES ($1, $2, $3)', [guestId, role, JSON.stringify(body)]);
  await wakeUp(tx, 'guest', guestId);
}

/** Where a guest is asked something: on the screen that is concerned, which is the client's where there is one. */
export function askedAt({ hasClient }: Pick<GuestRow, 'hasClient'>): GuestRole {
  return hasClient ? 'client' : 'page';
}

/** Records what was done in a session, and to whom. */
export async function recordInSession(tx: Tx, actor: Actor, session: Pick<SessionRow, 'id' | 'name' | 'clientId' | 'siteId'>, action: string, changes: AuditFact['changes'] = {}): Promise<void> {
  await recordAudit(tx, actor, { action, subject: { kind: 'support-session', id: session.id, name: session.name }, clientId: session.clientId, siteId: session.siteId, changes });
}

/** What has come of a session, from who is in it. Pure; `ended` is said by whoever ends it. */
export function stateOf(facts: { readonly guests: number; readonly connected: number; readonly viewers: number }): Exclude<SessionState, 'ended'> {
  if (facts.connected > 0 && facts.viewers > 0) return 'host-connected';
  if (facts.connected > 0) return 'guest-connected';
  return facts.guests > 0 ? 'guest-joining' : 'created';
}

/** Keeps the state of a session in step with who is in it, and says so where it has moved; an ended one stays ended. */
export async function settleState(tx: Tx, sessionId: string): Promise<void> {
  const [session]: (Pick<SessionRow, 'id' | 'siteId' | 'hostId' | 'state'> & { guests: number; connected: number; viewers: number })[] = await tx.query(
    `SELECT s.id, s.site_id AS "siteId", s.host_id AS "hostId", s.state,
            (SELECT count(*)::int FROM support_guest g WHERE g.session_id = s.id AND g.step <> 'ended') AS guests,
            (SELECT count(*)::int FROM support_guest g WHERE g.session_id = s.id AND g.step = 'connected') AS connected,
            (SELECT count(*)::int FROM support_viewing v WHERE v.session_id = s.id AND v.closed_at IS NULL) AS viewers
       FROM support_session s WHERE s.id = $1`,
    [sessionId],
  );
  if (!session || session.state === 'ended') return;
  await tx.query(`UPDATE support_session SET state = $2, version = version + 1 WHERE id = $1 AND state = $3 AND state <> $2`, [sessionId, stateOf(session), session.state]);
  await sessionChanged(tx, session);
}
