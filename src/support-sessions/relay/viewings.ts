import { actorOf, type Operator, type OperatorSessions } from '../../accounts/index.js';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { randomIds } from '../../platform/ids.js';
import { hashOfChannel, hashOfGuestToken } from '../passes/pass-secrets.js';
import { guestOfSession, heldSession } from '../sessions/held-session.js';
import { guestsChanged, recordInSession, settleState, tellGuest } from '../sessions/session-news.js';
import { settingsForBeginning } from '../settings/support-settings.js';

export type ScreenMode = 'view' | 'control';
const CHANNEL_BYTES = 24;

/** A screen that is about to be shown: the guest dials the channel, once. */
export interface OpenedScreen {
  readonly viewingId: string;
  readonly guestId: string;
  readonly channel: string;
}

/** Opens the screen of an admitted guest to its host, as far as the guest allows, and tells the guest's client to dial in. */
export async function openScreen(unit: UnitOfWork, operator: Operator, sessionId: string, guestId: string, mode: ScreenMode, relayUrl: string): Promise<OpenedScreen> {
  return unit.run(async (tx) => {
    await settingsForBeginning(tx);
    const session = await heldSession(tx, operator, sessionId);
    const guest = await guestOfSession(tx, sessionId, guestId);
    if (session.kind !== 'support') throw new DomainError('API-CONFLICT-03', 'In a meeting guests watch; nobody sees their screens.');
    if (guest.admittedAt === null || !guest.hasClient) throw new DomainError('API-CONFLICT-03', 'The guest is not there yet, or was not admitted.');
    if (!guest.consent?.view || (mode === 'control' && !guest.consent.control)) throw new DomainError('API-CONFLICT-03', 'The guest has not allowed this.');
    const [viewingId, channel] = [randomIds.uuid(), randomIds.secret(CHANNEL_BYTES).toString('base64url')];
    await tx.query(
      `INSERT INTO support_viewing (id, session_id, guest_id, operator_id, operator_name, operator_session_id, kind, mode, channel_hash, relay_url) VALUES ($1, $2, $3, $4, $5, $6, 'screen', $7, $8, $9)`,
      [viewingId, sessionId, guestId, operator.id, operator.name, operator.sessionId, mode, hashOfChannel(channel), relayUrl],
    );
    await recordInSession(tx, actorOf(operator), session, 'support-session.open-screen', { guest: [null, guest.name], mode: [null, mode] });
    await tellGuest(tx, guestId, 'client', { type: 'open-channel', channel, hostName: operator.name, control: mode === 'control', clipboard: guest.consent.clipboard });
    await settleState(tx, sessionId);
    return { viewingId, guestId, channel };
  });
}

/** The guest dials: where the host's connection is held; null for a channel that is not this guest's, is closed, or was dialled before. */
export async function dialChannel(tx: Tx, channel: string, guestToken: string): Promise<{ readonly relayUrl: string } | null> {
  const [[dialled]]: [{ relayUrl: string }[], number] = await tx.query(
    `UPDATE support_viewing v SET dialled_at = now() FROM support_guest g JOIN support_guest_token t ON t.guest_id = g.id
      WHERE v.channel_hash = $1 AND v.dialled_at IS NULL AND v.closed_at IS NULL AND g.id = v.guest_id AND t.token_hash = $2 AND g.step <> 'ended' RETURNING v.relay_url AS "relayUrl"`,
    [hashOfChannel(channel), hashOfGuestToken(guestToken)],
  );
  return dialled ?? null;
}

/** Notes the end of a viewing that this process held. */
export async function closeViewing(unit: UnitOfWork, viewingId: string, channel?: string): Promise<void> {
  await unit.run(async (tx) => {
    const [[closed]]: [{ sessionId: string; guestId: string | null }[], number] = await tx.query(
      `UPDATE support_viewing SET closed_at = now() WHERE id = $1 AND closed_at IS NULL RETURNING session_id AS "sessionId", guest_id AS "guestId"`,
      [viewingId],
    );
    if (!closed) return;
    if (channel !== undefined && closed.guestId !== null) await tellGuest(tx, closed.guestId, 'client', { type: 'close-channel', channel });
    const [session]: Parameters<typeof recordInSession>[2][] = await tx.query(`SELECT id, name, client_id AS "clientId", site_id AS "siteId" FROM support_session WHERE id = $1`, [closed.sessionId]);
    await recordInSession(tx, { kind: 'system', id: null, name: 'Latchkey' }, session!, 'support-session.close-screen');
    await settleState(tx, closed.sessionId);
    await guestsChanged(tx, closed.sessionId);
  });
}

interface HeldViewing {
  readonly viewingId: string;
  readonly operatorSessionId: string;
}

/** Those of the viewings held here that may go on: not closed, their session and guest still there, consent still given, and their host still signed in and the host. */
export async function viewingsThatMayGoOn(unit: UnitOfWork, sessions: OperatorSessions, held: readonly HeldViewing[]): Promise<ReadonlySet<string>> {
  if (held.length === 0) return new Set();
  const [alive, [rows]] = await Promise.all([
    sessions.alive([...new Set(held.map(({ operatorSessionId }) => operatorSessionId))]),
    unit.reads.query<[{ id: string }[], number]>(
      `UPDATE support_viewing v SET seen_at = now() FROM support_session s
        WHERE v.id = ANY($1::uuid[]) AND v.closed_at IS NULL AND s.id = v.session_id AND s.state <> 'ended' AND s.host_id = v.operator_id
          AND (v.guest_id IS NULL OR EXISTS (SELECT 1 FROM support_guest g WHERE g.id = v.guest_id AND g.step <> 'ended' AND (g.consent ->> 'view')::boolean
                                              AND (v.mode = 'view' OR (g.consent ->> 'control')::boolean)))
        RETURNING v.id`,
      [held.map(({ viewingId }) => viewingId)],
    ),
  ]);
  const good = new Set(rows.map(({ id }) => id));
  return new Set(held.filter(({ viewingId, operatorSessionId }) => good.has(viewingId) && alive.has(operatorSessionId)).map(({ viewingId }) => viewingId));
}
