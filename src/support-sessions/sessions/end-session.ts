import type { EndReason } from '../../../contracts/guest-protocol.js';
import type { Actor } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { SessionRow } from './held-session.js';
import { guestsChanged, recordInSession, sessionChanged, settleState } from './session-news.js';

/** `at-provider`: it was held at one, and is over there. */
export type SessionEndReason = EndReason | 'at-provider';

/** Ends a session for everybody in it, once: what lets guests in is void, who watches is cut off, and guests are told why. */
export async function endSession(tx: Tx, session: SessionRow, reason: SessionEndReason, actor: Actor): Promise<void> {
  const [ended]: [{ id: string }[], number] = await tx.query(
    `UPDATE support_session SET state = 'ended', ended_at = now(), end_reason = $2, version = version + 1 WHERE id = $1 AND state <> 'ended' RETURNING id`,
    [session.id, reason],
  );
  if (ended.length === 0) return;
  await tx.query(`UPDATE support_guest SET step = 'ended', ended_at = now(), end_reason = $2 WHERE session_id = $1 AND step <> 'ended'`, [session.id, reason]);
  await tx.query('UPDATE support_pass SET revoked_at = now() WHERE session_id = $1 AND revoked_at IS NULL', [session.id]);
  await tx.query('UPDATE support_viewing SET closed_at = now() WHERE session_id = $1 AND closed_at IS NULL', [session.id]);
  await recordInSession(tx, actor, session, 'support-session.end', { reason: [null, reason] });
  await guestsChanged(tx, session.id);
  await sessionChanged(tx, session);
}

/** Ends one guest; in a support session the guest's own leaving is the end of it all. */
export async function endGuest(tx: Tx, session: SessionRow, guest: { readonly id: string; readonly name: string }, reason: EndReason, actor: Actor): Promise<void> {
  if (reason === 'guest' && session.kind === 'support') return endSession(tx, session, reason, actor);
  const [ended]: [{ id: string }[], number] = await tx.query(
    `UPDATE support_guest SET step = 'ended', ended_at = now(), end_reason = $2 WHERE id = $1 AND step <> 'ended' RETURNING id`,
    [guest.id, reason],
  );
  if (ended.length === 0) return;
  await tx.query('UPDATE support_pass SET revoked_at = now() WHERE guest_id = $1 AND revoked_at IS NULL', [guest.id]);
  await tx.query('UPDATE support_viewing SET closed_at = now() WHERE guest_id = $1 AND closed_at IS NULL', [guest.id]);
  await recordInSession(tx, actor, session, 'support-session.end-guest', { guest: [guest.name, null], reason: [null, reason] });
  await wakeUp(tx, 'guest', guest.id);
  await settleState(tx, session.id);
}
