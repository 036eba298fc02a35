import { actorOf, holds, type Operator, type OperatorSessions } from '../../accounts/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { missingReference } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { randomIds } from '../../platform/ids.js';
import { settingsForBeginning } from '../settings/support-settings.js';
import { endSession } from './end-session.js';
import { goingOn, heldSession, type SessionRow, sessionInScope } from './held-session.js';
import { guestsChanged, recordInSession, sessionChanged } from './session-news.js';

/** One line of the conversation, for everybody in the session. */
export async function say(tx: Tx, session: Pick<SessionRow, 'id' | 'siteId' | 'hostId'>, line: { readonly sender: 'host' | 'guest' | 'system'; readonly name: string; readonly text: string }): Promise<void> {
  await tx.query('INSERT INTO support_chat (id, session_id, sender, name, text) VALUES ($1, $2, $3, $4, $5)', [randomIds.uuid(), session.id, line.sender, line.name, line.text]);
  await guestsChanged(tx, session.id);
  await sessionChanged(tx, session);
}

export async function sayAsHost(tx: Tx, operator: Operator, id: string, text: string): Promise<void> {
  const session = await heldSession(tx, operator, id);
  await say(tx, session, { sender: 'host', name: operator.name, text });
  await recordInSession(tx, actorOf(operator), session, 'support-session.say', { characters: [null, text.length] });
}

/** A note stays among the hosts; it can still be written when the session is over. */
export async function writeNote(tx: Tx, operator: Operator, id: string, text: string): Promise<void> {
  const session = await sessionInScope(tx, operator, id);
  if (session.hostId !== operator.id) throw new DomainError('API-SCOPE-01', 'Only its host writes notes about a session.');
  await tx.query('INSERT INTO support_note (id, session_id, written_by_name, text) VALUES ($1, $2, $3, $4)', [randomIds.uuid(), id, operator.name, text]);
  await recordInSession(tx, actorOf(operator), session, 'support-session.write-note', { note: [null, text] });
  await sessionChanged(tx, session);
}

/** Ends a session for everybody: one's own, or anybody's for whoever looks after people; asked again it has ended already. */
export async function endAsHost(tx: Tx, operator: Operator, id: string): Promise<void> {
  const session = await sessionInScope(tx, operator, id);
  if (session.hostId !== operator.id && !(session.hostId === null || holds(operator, 'users.manage'))) throw new DomainError('API-SCOPE-01', 'Only its host ends a session.');
  await endSession(tx, session, 'host', actorOf(operator));
}

/** Takes a session that waits in the queue; of two who take it at once, one has it. */
export async function takeSession(tx: Tx, operator: Operator, id: string): Promise<void> {
  await settingsForBeginning(tx);
  const session = goingOn(await sessionInScope(tx, operator, id));
  if (session.hostId !== null) throw new DomainError('API-CONFLICT-03', session.hostId === operator.id ? 'You have taken it already.' : `${session.hostName ?? 'Somebody else'} has taken it.`);
  await handOver(tx, operator, session, operator);
}

/** Hands a session on to somebody who may host it and may know its site; whoever watched is cut off. */
export async function transferSession(tx: Tx, sessions: OperatorSessions, operator: Operator, id: string, userId: string): Promise<void> {
  const session = goingOn(await sessionInScope(tx, operator, id));
  if (session.hostId !== operator.id && !holds(operator, 'users.manage')) throw new DomainError('API-SCOPE-01', 'Only its host hands a session on.');
  const next = await sessions.operatorOfAccount(userId);
  if (!next || !holds(next, 'support-sessions.host')) throw missingReference('/userId', 'user who may host sessions');
  if (session.siteId !== null) {
    await sessionInScope(tx, next, id).catch(() => {
      throw missingReference('/userId', 'user who may host sessions');
    });
  }
  await handOver(tx, operator, session, next);
}

async function handOver(tx: Tx, by: Operator, session: SessionRow, to: Operator): Promise<void> {
  await tx.query('UPDATE support_session SET host_id = $2, host_name = $3, version = version + 1 WHERE id = $1', [session.id, to.id, to.name]);
  await tx.query('UPDATE support_viewing SET closed_at = now() WHERE session_id = $1 AND closed_at IS NULL', [session.id]);
  await recordInSession(tx, actorOf(by), session, 'support-session.hand-over', { host: [session.hostName, to.name] });
  // Both consoles: he who had it, and he who has it.
  await sessionChanged(tx, session);
  await say(tx, { ...session, hostId: to.id }, { sender: 'system', name: to.name, text: `${to.name} helps you from now on.` });
}
