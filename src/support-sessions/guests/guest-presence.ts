import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { settleState } from '../sessions/session-news.js';

interface Connection {
  readonly guestId: string;
  readonly connectionId: string;
}

/** A connection that nobody has spoken for this long belongs to a process that died. */
const LOST_AFTER = `interval '35 seconds'`;

const WITHOUT_CLIENT = `client_socket = NULL, step = CASE WHEN step IN ('waiting', 'connected') THEN 'disconnected' ELSE step END`;

/** Notes that these guests are still connected here. */
export async function noteGuestsSeen(unit: UnitOfWork, connections: readonly Connection[]): Promise<void> {
  if (connections.length > 0) await unit.reads.query('UPDATE support_guest SET seen_at = now() WHERE id = ANY($1::uuid[])', [connections.map(({ guestId }) => guestId)]);
}

/** Notes that connections have ended, unless newer ones have taken their place. */
export async function noteGuestsGone(unit: UnitOfWork, connections: readonly Connection[]): Promise<void> {
  for (const { guestId, connectionId } of connections) {
    await unit.run(async (tx) => {
      const [clients]: [{ sessionId: string }[], number] = await tx.query(`UPDATE support_guest SET ${WITHOUT_CLIENT} WHERE id = $1 AND client_socket = $2 RETURNING session_id AS "sessionId"`, [guestId, connectionId]);
      const [pages]: [{ sessionId: string }[], number] = await tx.query(
        `UPDATE support_guest SET page_socket = NULL, step = CASE WHEN client_socket IS NULL AND step IN ('waiting', 'connected') THEN 'disconnected' ELSE step END
          WHERE id = $1 AND page_socket = $2 RETURNING session_id AS "sessionId"`,
        [guestId, connectionId],
      );
      await news(tx, [...clients, ...pages].map(({ sessionId }) => ({ sessionId, guestId })));
    });
  }
}

/** Finds guests whose process has died with their connection. */
export async function noteLostGuests(tx: Tx): Promise<void> {
  const [lost]: [{ sessionId: string; guestId: string }[], number] = await tx.query(
    `UPDATE support_guest SET page_socket = NULL, ${WITHOUT_CLIENT} WHERE step <> 'ended' AND (page_socket IS NOT NULL OR client_socket IS NOT NULL) AND seen_at < now() - ${LOST_AFTER}
      RETURNING session_id AS "sessionId", id AS "guestId"`,
  );
  await news(tx, lost);
}

async function news(tx: Tx, gone: readonly { readonly sessionId: string; readonly guestId: string }[]): Promise<void> {
  for (const { sessionId, guestId } of gone) {
    await wakeUp(tx, 'guest', guestId);
    await settleState(tx, sessionId);
  }
}
