import { useEffect, useReducer, useRef } from 'react';
import type { ChatLine, GuestToServer, Joined, PresentHost, ServerToGuest, SessionForGuest } from '../../../contracts/guest-protocol/frames';
import { GUEST_CLOSE, GUEST_PATHS, GUEST_PROTOCOL_VERSION, type Consent, type EndReason, type GuestStep } from '../../../contracts/guest-protocol/vocabulary';
import { keepJoined } from './kept-session';

type Question = Extract<ServerToGuest, { type: 'ask-consent' }>;
type Signal = Extract<ServerToGuest, { type: 'signal' }>;

/** What was done, for the guest's receipt. */
export type Deed = { readonly at: string } & ({ readonly did: 'joined' | 'ended' } | { readonly did: 'allowed'; readonly consent: Consent } | { readonly did: 'looked'; readonly host: PresentHost });

/** Everything that the page knows of the session. */
export interface GuestSession {
  readonly link: 'connecting' | 'open' | 'lost';
  readonly session: SessionForGuest;
  readonly clientCode: string | null;
  readonly step: GuestStep;
  readonly admitted: boolean;
  readonly consent: Consent | null;
  readonly hosts: readonly PresentHost[];
  readonly chat: readonly ChatLine[];
  /** What the host asked last; stays, for a guest may begin to share after he was asked. */
  readonly question: Question | null;
  readonly ended: EndReason | null;
  readonly deeds: readonly Deed[];
}

type News = { readonly frame: ServerToGuest; readonly at: string } | { readonly link: GuestSession['link'] };

const LONGEST_PAUSE_MS = 15_000;
const FIRST_PAUSE_MS = 500;

export function newSession({ session, clientCode }: Joined): GuestSession {
  return { link: 'connecting', session, clientCode, step: 'opened', admitted: false, consent: null, hosts: [], chat: [], question: null, ended: null, deeds: [] };
}

/** What a frame makes of what was known. Pure. */
export function withNews(now: GuestSession, news: News): GuestSession {
  if ('link' in news) return { ...now, link: news.link };
  const { frame, at } = news;
  switch (frame.type) {
    case 'welcome': {
      const deeds = now.deeds.length > 0 ? now.deeds : [{ at, did: 'joined' as const }];
      const { session, step, admitted, consent, hosts, chat } = frame;
      return { ...now, link: 'open', session, step, admitted, consent, hosts, chat, deeds: [...deeds, ...newDeeds(now, frame, at)] };
    }
    case 'state':
      return { ...now, step: frame.step, admitted: frame.admitted, consent: frame.consent, hosts: frame.hosts, deeds: [...now.deeds, ...newDeeds(now, frame, at)] };
    case 'chat':
      return now.chat.some(({ id }) => id === frame.line.id) ? now : { ...now, chat: [...now.chat, frame.line] };
    case 'ask-consent':
      return { ...now, question: frame };
    case 'ended':
      return now.ended ? now : { ...now, ended: frame.reason, hosts: [], deeds: [...now.deeds, { at, did: 'ended' }] };
    default:
      return now;
  }
}

function newDeeds(was: GuestSession, is: Pick<GuestSession, 'consent' | 'hosts'>, at: string): Deed[] {
  const deeds: Deed[] = [];
  if (is.consent && JSON.stringify(is.consent) !== JSON.stringify(was.consent)) deeds.push({ at, did: 'allowed', consent: is.consent });
  for (const host of is.hosts) if (!was.hosts.some(({ name, mode }) => name === host.name && mode === host.mode)) deeds.push({ at, did: 'looked', host });
  return deeds;
}

/** The control connection of a page: comes back by itself until the session has ended. */
export function useGuestSession(joined: Joined, onSignal: (signal: Signal) => void): { readonly state: GuestSession; readonly say: (frame: GuestToServer) => void; readonly leave: () => void } {
  const [state, dispatch] = useReducer(withNews, joined, newSession);
  const socket = useRef<WebSocket | null>(null);
  const hearSignal = useRef(onSignal);
  hearSignal.current = onSignal;
  const { guestToken } = joined;

  useEffect(() => {
    let pauseMs = FIRST_PAUSE_MS;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const connect = () => {
      const own = new WebSocket(new URL(GUEST_PATHS.control, window.location.href.replace(/^http/, 'ws')));
      socket.current = own;
      own.onopen = () => own.send(JSON.stringify({ type: 'hello', protocol: GUEST_PROTOCOL_VERSION, guestToken, role: 'page' } satisfies GuestToServer));
      own.onmessage = ({ data }: MessageEvent<string>) => {
        const frame = JSON.parse(data) as ServerToGuest;
        pauseMs = FIRST_PAUSE_MS;
        if (frame.type === 'signal') hearSignal.current(frame);
        else dispatch({ frame, at: new Date().toISOString() });
        if (frame.type === 'ended') keepJoined(null);
      };
      own.onclose = ({ code }) => {
        if (isOver || code === GUEST_CLOSE.ended) return;
        // A token that nobody knows, or another tab that has taken over: coming back would change nothing.
        if (code === GUEST_CLOSE.badToken || code === GUEST_CLOSE.superseded) {
          keepJoined(null);
          return dispatch({ frame: { type: 'ended', reason: 'revoked' }, at: new Date().toISOString() });
        }
        dispatch({ link: 'lost' });
        timer = setTimeout(connect, pauseMs);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      };
    };
    connect();
    return () => {
      isOver = true;
      clearTimeout(timer);
      socket.current?.close();
    };
  }, [guestToken]);

  const say = (frame: GuestToServer) => {
    if (socket.current?.readyState === WebSocket.OPEN) socket.current.send(JSON.stringify(frame));
  };
  /** Ends it here at once, also where nobody can be told. */
  const leave = () => {
    say({ type: 'leave' });
    keepJoined(null);
    dispatch({ frame: { type: 'ended', reason: 'guest' }, at: new Date().toISOString() });
  };
  return { state, say, leave };
}
