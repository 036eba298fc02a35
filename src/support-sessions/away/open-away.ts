import { SYSTEM } from '../../audit/index.js';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { awaitAct, requestAct, type SupportPlace } from '../../remote-access/index.js';
import { endSession } from '../sessions/end-session.js';
import type { SessionRow } from '../sessions/held-session.js';

/** How long a host waits for the provider before he is told. */
export const OPEN_MS = 15_000;

/** Asks for the session at its provider, at the commit of `tx`. Returns the act's id. */
export function askForAway(tx: Tx, { name, kind }: Pick<SessionRow, 'name' | 'kind'>, providerInstanceId: string, code: string): Promise<string> {
  return requestAct(tx, { kind: 'open-support', request: { name, kind, code }, providerInstanceId });
}

/**
 * Waits until the session is there and keeps where; its address is forgotten among the acts as soon as it was read. A session that the
 * provider does not make is over before it began, and who asked is told why.
 */
export async function placedAway(unit: UnitOfWork, wakeUps: WakeUps, session: SessionRow, actId: string): Promise<SupportPlace> {
  try {
    const place = (await awaitAct(unit, wakeUps, actId, OPEN_MS)) as unknown as SupportPlace;
    await unit.run(async (tx) => {
      await tx.query(`UPDATE provider_act SET answer = '{}' WHERE id = $1`, [actId]);
      await tx.query('UPDATE support_session SET remote_id = $2, guest_url = $3, host_url = $4, version = version + 1 WHERE id = $1', [session.id, place.remoteId, place.guestUrl, place.hostUrl]);
    });
    return place;
  } catch (error) {
    await unit.run((tx) => endSession(tx, session, 'at-provider', SYSTEM));
    throw error;
  }
}
