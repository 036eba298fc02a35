import type { ChatLine, Consent, EndReason, ServerToGuest, SessionForGuest } from '../../contracts/guest-protocol.js';
import type { FinalEnd } from './control-link.js';

/** What is asked of the guest now, and until when (ms since 1970) silence is no answer yet. */
export interface ConsentQuestion {
  readonly hostName: string;
  readonly organisation: string;
  readonly reason: string | null;
  readonly wants: Consent;
  readonly until: number;
}

/** A host's viewer that is open here: what this computer itself knows, whatever the server says. */
export interface OpenViewer {
  readonly channel: string;
  readonly hostName: string;
  readonly control: boolean;
}

/** Everything that the guest may be shown. */
export interface SessionState {
  /** What the program still has to be told, and why it asks (again). */
  readonly missing: { readonly server: string | null; readonly error: string | null } | null;
  readonly server: string | null;
  readonly link: 'connecting' | 'open' | 'closed';
  readonly session: SessionForGuest | null;
  readonly guestName: string;
  readonly admitted: boolean;
  readonly consent: Consent;
  readonly question: ConsentQuestion | null;
  readonly viewers: readonly OpenViewer[];
  readonly chat: readonly ChatLine[];
  readonly offer: { readonly organisation: string; readonly command: string | null; readonly isAnswered: boolean } | null;
  readonly lastError: { readonly text: string; readonly at: string } | null;
  readonly over: EndReason | FinalEnd | null;
}

export const NOTHING_ALLOWED: Consent = { view: false, control: false, clipboard: false };

export const AT_START: SessionState = {
  missing: null, server: null, link: 'connecting', session: null, guestName: '', admitted: false, consent: NOTHING_ALLOWED, question: null, viewers: [], chat: [], offer: null, lastError: null, over: null,
};

export type Happening =
  | { readonly type: 'missing'; readonly server: string | null; readonly error: string | null }
  | { readonly type: 'joining'; readonly server: string }
  | { readonly type: 'joined'; readonly session: SessionForGuest }
  | { readonly type: 'frame'; readonly frame: ServerToGuest }
  | { readonly type: 'lost' | 'trouble'; readonly reason: string }
  | { readonly type: 'over'; readonly end: EndReason | FinalEnd }
  | { readonly type: 'answered'; readonly consent: Consent }
  | { readonly type: 'offer-answered' }
  | { readonly type: 'viewer-opened'; readonly viewer: OpenViewer }
  | { readonly type: 'viewer-closed'; readonly channel: string };

/** What is true after something happened at `now`. Pure. */
export function after(state: SessionState, happening: Happening, now: Date): SessionState {
  switch (happening.type) {
    case 'missing': return { ...state, missing: { server: happening.server, error: happening.error } };
    case 'joining': return { ...state, missing: null, server: happening.server, link: 'connecting' };
    case 'joined': return { ...state, session: happening.session };
    case 'frame': return afterFrame(state, happening.frame, now);
    case 'lost': return { ...state, link: 'closed', question: null, viewers: [], lastError: { text: happening.reason, at: now.toISOString() } };
    case 'trouble': return { ...state, lastError: { text: happening.reason, at: now.toISOString() } };
    case 'over': return { ...state, link: 'closed', question: null, viewers: [], over: state.over ?? happening.end };
    case 'answered': return { ...state, consent: within(happening.consent, state.session?.may), question: null };
    case 'offer-answered': return { ...state, offer: state.offer && { ...state.offer, isAnswered: true } };
    case 'viewer-opened': return { ...state, viewers: [...state.viewers, happening.viewer] };
    case 'viewer-closed': return { ...state, viewers: state.viewers.filter(({ channel }) => channel !== happening.channel) };
  }
}

function afterFrame(state: SessionState, frame: ServerToGuest, now: Date): SessionState {
  switch (frame.type) {
    case 'welcome':
      return { ...state, link: 'open', session: frame.session, guestName: frame.guestName, admitted: frame.admitted, chat: frame.chat };
    case 'state':
      // What the server believes was allowed never widens what was allowed here.
      return { ...state, admitted: frame.admitted };
    case 'chat':
      return state.chat.some(({ id }) => id === frame.line.id) ? state : { ...state, chat: [...state.chat, frame.line] };
    case 'ask-consent': {
      const { hostName, organisation, reason, wants, withinMs } = frame;
      return { ...state, question: { hostName, organisation, reason, wants: within(wants, state.session?.may), until: now.getTime() + withinMs } };
    }
    case 'offer-enrolment':
      return { ...state, offer: { organisation: frame.organisation, command: frame.command ?? null, isAnswered: state.offer?.isAnswered ?? false } };
    case 'ended':
      return { ...state, question: null, over: frame.reason };
    case 'open-channel':
    case 'close-channel':
    case 'signal':
      return state;
  }
}

/** Never more than the session may; control and the clipboard only of what is seen. */
function within(wished: Consent, may: Consent = wished): Consent {
  const view = wished.view && may.view;
  return { view, control: view && wished.control && may.control, clipboard: view && wished.clipboard && may.clipboard };
}

/** What viewers may do now. A question on the screen is the guest's to answer: until it is, nobody else's hand moves. */
export function allowedNow({ consent, question }: SessionState): Consent {
  return question === null ? consent : { ...consent, control: false };
}

/** The three states of the icon: joined, joined and seen by a host, not joined. */
export type Presence = 'connected' | 'hosted' | 'disconnected';

export function presence({ link, viewers }: SessionState): Presence {
  if (link !== 'open') return 'disconnected';
  return viewers.length > 0 ? 'hosted' : 'connected';
}
