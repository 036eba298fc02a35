import { CONSENT_WITHIN_MS, type Consent } from '../../../contracts/guest-protocol.js';
import { actorOf, type Operator } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { siteById } from '../../sites/index.js';
import { endGuest } from '../sessions/end-session.js';
import { guestOfSession, heldSession } from '../sessions/held-session.js';
import { askedAt, recordInSession, settleState, tellGuest } from '../sessions/session-news.js';
import { organisationOf } from './organisation.js';

export const EVERYTHING_ALLOWED: Consent = { view: true, control: true, clipboard: true };
export const NOTHING_ALLOWED: Consent = { view: false, control: false, clipboard: false };

/**
 * Lets a guest in, and asks him what he allows; a code or link alone has let him no further than to wait (R34). In a meeting he
 * watches and is asked nothing. Asked for something else, he is asked anew and what he had allowed stays until he answers.
 */
export async function admitGuest(tx: Tx, operator: Operator, sessionId: string, guestId: string, wanted: Consent | undefined): Promise<void> {
  const session = await heldSession(tx, operator, sessionId);
  const guest = await guestOfSession(tx, sessionId, guestId);
  const wants = session.kind === 'meeting' ? null : (wanted ?? EVERYTHING_ALLOWED);
  await tx.query(
    `UPDATE support_guest SET admitted_at = coalesce(admitted_at, now()), admitted_by_name = coalesce(admitted_by_name, $2), wants = $3,
            step = CASE WHEN step = 'waiting' THEN 'connected' ELSE step END WHERE id = $1`,
    [guestId, operator.name, wants && JSON.stringify(wants)],
  );
  await recordInSession(tx, actorOf(operator), session, 'support-session.admit-guest', { guest: [null, guest.name], wants: [null, wants] });
  if (wants) {
    const { reason } = session;
    await tellGuest(tx, guestId, askedAt(guest), { type: 'ask-consent', hostName: operator.name, organisation: await organisationOf(tx, session), reason, wants, withinMs: CONSENT_WITHIN_MS });
  }
  await wakeUp(tx, 'guest', guestId);
  await settleState(tx, sessionId);
}

export async function endGuestAsHost(tx: Tx, operator: Operator, sessionId: string, guestId: string): Promise<void> {
  const session = await heldSession(tx, operator, sessionId);
  await endGuest(tx, session, await guestOfSession(tx, sessionId, guestId), 'host', actorOf(operator));
}

/** Asks a guest whether his device may be managed from now on. Only who may enrol devices there may ask, for the answer makes a token. */
export async function offerEnrolment(tx: Tx, operator: Operator, sessionId: string, guestId: string, siteId: string): Promise<void> {
  const session = await heldSession(tx, operator, sessionId);
  const guest = await guestOfSession(tx, sessionId, guestId);
  if (guest.admittedAt === null || !guest.hasClient) throw new DomainError('API-CONFLICT-03', 'Let the guest in first, with the program that he starts.');
  const site = await siteById(tx, operator.scope, siteId);
  await tx.query('UPDATE support_guest SET enrolment_site_id = $2, enrolment_offered_by = $3, enrolment_allowed = NULL, enrolment_answered_at = NULL WHERE id = $1', [guestId, siteId, operator.id]);
  await recordInSession(tx, actorOf(operator), session, 'support-session.offer-enrolment', { guest: [null, guest.name], site: [null, site.name] });
  await tellGuest(tx, guestId, 'client', { type: 'offer-enrolment', organisation: await organisationOf(tx, session) });
  await settleState(tx, sessionId);
}
