import { t } from '@lingui/core/macro';
import type { SupportGuest, SupportSession } from '../api/types';

export const STATE_WORDS: Record<SupportSession['state'], { label: string; colour: string }> = {
  created: { label: t`Nobody yet`, colour: 'gray' },
  'guest-joining': { label: t`Guest joining`, colour: 'orange' },
  'guest-connected': { label: t`Guest connected`, colour: 'latch' },
  'host-connected': { label: t`In session`, colour: 'teal' },
  ended: { label: t`Ended`, colour: 'gray' },
};

export const STEP_WORDS: Record<SupportGuest['step'], string> = {
  opened: t`Opened the page`,
  'os-detected': t`Sees the steps for his computer`,
  downloading: t`Downloading the program`,
  downloaded: t`Has the program`,
  started: t`Has started the program`,
  waiting: t`Waiting to be let in`,
  connected: t`Connected`,
  blocked: t`Blocked: cannot run the program`,
  disconnected: t`Connection lost`,
  ended: t`Left`,
};

/** The way of a guest, of which each step is further than the one before. */
export const WAY: readonly SupportGuest['step'][] = ['opened', 'os-detected', 'downloading', 'started', 'waiting', 'connected'];

/** How many steps of the way lie behind a guest. */
export function stepsDone({ step }: Pick<SupportGuest, 'step'>): number {
  const known = step === 'downloaded' || step === 'blocked' ? 'downloading' : step === 'disconnected' ? 'waiting' : step;
  return WAY.indexOf(known) + 1;
}

export const END_WORDS: Record<NonNullable<SupportSession['endReason']>, string> = {
  host: t`ended by the host`,
  guest: t`ended by the guest`,
  'time-out': t`its time was over`,
  revoked: t`revoked`,
  'consent-withdrawn': t`consent taken back`,
  'at-provider': t`over at the provider`,
};

/** What a guest has said to what he was asked, in a word or two. */
export function consentInWords({ admittedAt, consent, wants }: Pick<SupportGuest, 'admittedAt' | 'consent' | 'wants'>): string {
  if (admittedAt === null) return t`Not let in yet`;
  if (consent === null) return wants === null ? t`Watches` : t`Asked, no answer yet`;
  if (!consent.view) return t`Refused`;
  return [t`See`, consent.control && t`control`, consent.clipboard && t`clipboard`].filter(Boolean).join(', ');
}

export const livingGuests = ({ guests }: Pick<SupportSession, 'guests'>): SupportGuest[] => guests.filter(({ step }) => step !== 'ended');
