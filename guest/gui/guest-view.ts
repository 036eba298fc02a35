import type { ChatLine, Consent } from '../../contracts/guest-protocol.js';
import { presence, type OpenViewer, type Presence, type SessionState } from '../session/session-state.js';

/** All that the windows show; drawn anew from it whenever it changes. */
export interface GuestView {
  readonly presence: Presence;
  /** Presence in words: of the icon and of the Status tab. */
  readonly words: string;
  readonly title: string;
  readonly banner: { readonly text: string } | null;
  readonly dialog: Dialog | null;
  readonly chat: readonly ChatLine[];
  readonly status: readonly { readonly label: string; readonly value: string }[];
  readonly lastError: { readonly text: string; readonly at: string } | null;
}

export type Dialog =
  | { readonly kind: 'code'; readonly server: string | null; readonly error: string | null }
  | { readonly kind: 'consent'; readonly hostName: string; readonly organisation: string; readonly server: string; readonly reason: string | null; readonly wants: Consent; readonly until: number }
  | { readonly kind: 'enrolment'; readonly organisation: string; readonly server: string }
  | { readonly kind: 'command'; readonly organisation: string; readonly command: string };

/** What a window tells the session. */
export type FromWindows =
  | { readonly type: 'ready' | 'exit' }
  | { readonly type: 'chat'; readonly text: string }
  | { readonly type: 'consent'; readonly consent: Consent }
  | { readonly type: 'enrolment'; readonly allowed: boolean }
  | { readonly type: 'code'; readonly code: string; readonly server: string };

const OVER: Readonly<Record<NonNullable<SessionState['over']>, string>> = {
  host: 'The session was ended by the technician.',
  guest: 'The session was ended.',
  'time-out': 'The session has reached its time limit.',
  revoked: 'The session was ended by the organisation.',
  'consent-withdrawn': 'The session was ended, as sharing was stopped.',
  'unknown-here': 'The server does not know this session any more.',
  ended: 'The session has ended.',
  superseded: 'Another copy of this program has taken over.',
  'too-old': 'This program is too old for the server. Download it again from the page that you were sent.',
};

/** What the guest sees of the session. Pure. */
export function guestView(state: SessionState): GuestView {
  const { session, viewers, lastError, chat } = state;
  return {
    presence: presence(state),
    words: words(state),
    title: session?.organisation ?? 'Remote support',
    banner: viewers.length === 0 || !session ? null : { text: bannerText(viewers, session.organisation) },
    dialog: dialog(state),
    chat, lastError,
    status: [
      ...(state.server === null ? [] : [{ label: 'Server', value: state.server }]),
      ...(session ? [{ label: 'Organisation', value: session.organisation }, { label: 'Technician', value: session.hostName }, { label: 'Session', value: session.name }] : []),
      { label: 'You allow', value: allowed(state.consent) },
    ],
  };
}

function words(state: SessionState): string {
  if (state.over !== null) return OVER[state.over];
  switch (presence(state)) {
    case 'hosted': return `${names(state.viewers)} can see this computer.`;
    case 'connected': return state.admitted ? 'Connected. Nobody can see this computer now.' : 'Connected. Waiting for the technician.';
    case 'disconnected': return state.link === 'connecting' ? 'Connecting …' : 'Not connected. Trying again …';
  }
}

function bannerText(viewers: readonly OpenViewer[], organisation: string): string {
  const inControl = viewers.filter(({ control }) => control);
  const who = inControl.length > 0 ? inControl : viewers;
  const doing = `${new Set(who.map(({ hostName }) => hostName)).size > 1 ? 'are' : 'is'} ${inControl.length > 0 ? 'controlling' : 'viewing'}`;
  return `${names(who)} of ${organisation} ${doing} this computer`;
}

function names(viewers: readonly OpenViewer[]): string {
  const each = [...new Set(viewers.map(({ hostName }) => hostName))];
  return each.length < 2 ? (each[0] ?? '') : `${each.slice(0, -1).join(', ')} and ${each.at(-1)}`;
}

function allowed({ view, control, clipboard }: Consent): string {
  const each = [view && 'viewing', control && 'control', clipboard && 'clipboard'].filter((word) => word !== false);
  return each.length === 0 ? 'nothing' : each.join(', ');
}

function dialog({ missing, question, offer, server }: SessionState): Dialog | null {
  if (missing) return { kind: 'code', ...missing };
  if (question) return { kind: 'consent', ...question, server: hostOf(server) };
  if (offer?.command) return { kind: 'command', organisation: offer.organisation, command: offer.command };
  if (offer && !offer.isAnswered) return { kind: 'enrolment', organisation: offer.organisation, server: hostOf(server) };
  return null;
}

function hostOf(server: string | null): string {
  return server === null ? '' : new URL(server).host;
}
