import { type ChatLine, CONSENT_WITHIN_MS, GUEST_PROTOCOL_VERSION, type GuestToServer, type ServerToGuest } from '../../../contracts/guest-protocol.js';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { hashOfGuestToken } from '../passes/pass-secrets.js';
import { settleState } from '../sessions/session-news.js';
import { chatSince, guestState, type GuestState, sessionForGuest } from './guest-state.js';

type Hello = Extract<GuestToServer, { type: 'hello' }>;

/** How a connection is received: with what it is told first, or with the reason why it may not stay. */
export type Reception =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'too-old' }
  | { readonly kind: 'ended'; readonly state: GuestState }
  | { readonly kind: 'welcome'; readonly state: GuestState; readonly frames: readonly ServerToGuest[]; readonly chatSeq: string };

/** Notes that a guest's page or client is connected here, in place of an older connection of the same kind, and says all that it has missed. */
export async function receiveGuest(unit: UnitOfWork, hello: Hello, connectionId: string, currentClientVersion: string): Promise<Reception> {
  if (hello.protocol < GUEST_PROTOCOL_VERSION) return { kind: 'too-old' };
  return unit.run(async (tx) => {
    const guestId = await guestOfToken(tx, hello.guestToken);
    if (guestId === null) return { kind: 'unknown' };
    await note(tx, guestId, hello, connectionId);
    const state = (await guestState(tx, guestId))!;
    if (state.step === 'ended') return { kind: 'ended', state };
    await settleState(tx, state.sessionId);
    await wakeUp(tx, 'guest', guestId);
    const chat = await chatSince(tx, state.sessionId, '0');
    const frames: ServerToGuest[] = [await welcome(tx, state, chat.map(({ line }) => line), currentClientVersion)];
    const again = await askAgain(tx, state, hello.role);
    if (again) frames.push(again);
    return { kind: 'welcome', state, frames, chatSeq: chat.at(-1)?.seq ?? '0' };
  });
}

export async function guestOfToken(tx: Tx, token: string): Promise<string | null> {
  const [found]: { guestId: string }[] = await tx.query('SELECT guest_id AS "guestId" FROM support_guest_token WHERE token_hash = $1', [hashOfGuestToken(token)]);
  return found?.guestId ?? null;
}

/** A client that is there waits, or goes on where it was admitted already. Frames that nobody fetched while it was away are stale. */
async function note(tx: Tx, guestId: string, { role, client }: Hello, connectionId: string): Promise<void> {
  await tx.query(`DELETE FROM support_guest_mail WHERE guest_id = $1 AND role = $2 AND made_at < now() - interval '30 seconds'`, [guestId, role]);
  if (role === 'page') {
    await tx.query(`UPDATE support_guest SET page_socket = $2, seen_at = now() WHERE id = $1 AND step <> 'ended'`, [guestId, connectionId]);
    return;
  }
  await tx.query(
    `UPDATE support_guest SET client_socket = $2, seen_at = now(), step = CASE WHEN admitted_at IS NULL THEN 'waiting' ELSE 'connected' END,
            client_version = coalesce($3, client_version), client_platform = coalesce($4, client_platform), os = coalesce($5, os) WHERE id = $1 AND step <> 'ended'`,
    [guestId, connectionId, client?.version ?? null, client?.platform ?? null, client?.os ?? null],
  );
}

async function welcome(tx: Tx, state: GuestState, chat: readonly ChatLine[], currentClientVersion: string): Promise<ServerToGuest> {
  const { sessionId, name: guestName, step, admitted, consent, hosts } = state;
  return { type: 'welcome', session: await sessionForGuest(tx, sessionId), guestName, step, admitted, consent, hosts, chat, currentClientVersion };
}

/** A question that was not answered before the connection broke, or that was put to the page before the client was there. */
async function askAgain(tx: Tx, { sessionId, admitted, wants, consent, clientSocket }: GuestState, role: 'page' | 'client'): Promise<ServerToGuest | null> {
  if (!admitted || wants === null || consent !== null || (role === 'page' && clientSocket !== null)) return null;
  const { hostName, organisation, reason } = await sessionForGuest(tx, sessionId);
  return { type: 'ask-consent', hostName, organisation, reason, wants, withinMs: CONSENT_WITHIN_MS };
}
