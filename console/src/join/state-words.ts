import type { GuestSession } from './guest-session';
import type { Texts } from './texts';

/** Calm while nothing happens, active while somebody looks, and wrong while the connection is not there; the words say the same. */
export type Tone = 'calm' | 'active' | 'wrong';

interface Surroundings {
  readonly isSharing: boolean;
  readonly isMeeting: boolean;
  readonly texts: Texts;
}

/** How the session stands, for the guest. Pure. */
export function stateInWords(state: GuestSession, { isSharing, isMeeting, texts: { states } }: Surroundings): { readonly tone: Tone; readonly words: string } {
  const { link, step, admitted, consent, hosts } = state;
  if (link !== 'open') return { tone: link === 'lost' ? 'wrong' : 'calm', words: link === 'lost' ? states.lost : states.connecting };
  const [controlling] = hosts.filter(({ mode }) => mode === 'control');
  const host = controlling ?? hosts[0];
  if (isMeeting) return host && admitted ? { tone: 'active', words: states.watching(host.name) } : { tone: 'calm', words: admitted ? states.meetingIn : states.meetingWait };
  // A host whose page is open sees a shared screen only while it is shared and allowed.
  if (host && consent?.view && (isSharing || step === 'connected')) return { tone: 'active', words: controlling ? states.controlling(host.name) : states.viewing(host.name) };
  if (step === 'disconnected') return { tone: 'wrong', words: states.disconnected };
  if (consent && !consent.view) return { tone: 'calm', words: states.refused };
  if (step === 'connected') return { tone: 'calm', words: states.connected };
  if (step === 'waiting') return { tone: 'calm', words: states.waiting };
  return { tone: 'calm', words: admitted ? states.admitted : states.opened };
}
