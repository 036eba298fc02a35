import { t } from '@lingui/core/macro';
import type { SupportSession } from '../../api/types';
import { livingGuests } from '../session-words';

/** Somebody who waits for the operator at the screen, as a desktop notification says it. */
export interface Waiting {
  /** The session's id where nobody has taken it, the guest's where he waits to be let in. */
  key: string;
  sessionId: string;
  title: string;
  body: string;
}

/** Every session and guest of the queue: who is in here has been told already. */
export function everybodyIn(sessions: readonly SupportSession[]): string[] {
  return sessions.flatMap(({ id, guests }) => [id, ...guests.map((guest) => guest.id)]);
}

/** Who waits and is not known yet: sessions that nobody has taken, and guests whom the operator himself lets in. */
export function newlyWaiting(sessions: readonly SupportSession[], known: ReadonlySet<string>): Waiting[] {
  return sessions.flatMap(waitingIn).filter(({ key }) => !known.has(key));
}

function waitingIn(session: SupportSession): Waiting[] {
  const { id, name, hostId, isOwn, requesterName, endedAt } = session;
  if (endedAt) return [];
  const guests = livingGuests(session).filter(({ admittedAt }) => admittedAt === null);
  if (hostId === null) {
    const who = requesterName ?? guests[0]?.name;
    return [{ key: id, sessionId: id, title: who ? t`${who} asks for help` : t`Somebody asks for help`, body: name }];
  }
  return isOwn ? guests.map((guest) => ({ key: guest.id, sessionId: id, title: t`${guest.name} waits to be let in`, body: name })) : [];
}
