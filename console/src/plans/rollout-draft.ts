import { t } from '@lingui/core/macro';
import type { RolloutTerms } from './change-request';

/** Sizes of the waves by name; what is as usual is not sent. */
export const WAVE_PLANS = {
  usual: { label: t`As usual for this installation`, waves: undefined },
  careful: { label: t`Careful: 1, 10, 100, 25 %, 100 %`, waves: '1,10,100,25%,100%' },
  quick: { label: t`Quick: 10, 100 %`, waves: '10,100%' },
  'at-once': { label: t`All at once`, waves: '100%' },
  custom: { label: t`Custom`, waves: undefined },
} as const;

export type WavePlan = keyof typeof WAVE_PLANS;

/** When devices may change, in the time zone of their site. */
export interface Window {
  days: string[];
  from: string;
  to: string;
}

/** How somebody wants a large change to go, as it stands in the form; an empty number is as usual. */
export interface RolloutDraft {
  wavePlan: WavePlan;
  customWaves: string;
  soakMinutes: number | '';
  ratePerMinute: number | '';
  window: Window | null;
}

export const AS_USUAL: RolloutDraft = {
  wavePlan: 'usual',
  customWaves: '10, 50 %, 100 %',
  soakMinutes: '',
  ratePerMinute: '',
  window: null,
};

export const NIGHTS: Window = { days: ['1', '2', '3', '4', '5', '6', '7'], from: '22:00', to: '05:00' };

const WAVES = /^([1-9]\d{0,6}|[1-9]\d?%)(,([1-9]\d{0,6}|[1-9]\d?%))*,100%$|^100%$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Why these sizes cannot be used; null when they can. */
export function wavesRefusal(words: string): string | null {
  return WAVES.test(compact(words))
    ? null
    : t`Sizes of devices or percentages that end in 100 %, such as 1, 10, 25 %, 100 %.`;
}

/** Why this window cannot be used; null when it can. */
export function windowRefusal({ days, from, to }: Window): string | null {
  if (days.length === 0) return t`Choose at least one day.`;
  return TIME.test(from) && TIME.test(to) ? null : t`A window has two ends.`;
}

/** The draft as the API takes it; null while something in it cannot be used. */
export function rolloutTerms({
  wavePlan,
  customWaves,
  soakMinutes,
  ratePerMinute,
  window,
}: RolloutDraft): RolloutTerms | null {
  if (wavePlan === 'custom' && wavesRefusal(customWaves)) return null;
  if (window && windowRefusal(window)) return null;
  const waves = wavePlan === 'custom' ? compact(customWaves) : WAVE_PLANS[wavePlan].waves;
  return {
    ...(waves === undefined ? {} : { waves }),
    ...(soakMinutes === '' ? {} : { soakSeconds: Math.round(soakMinutes * 60) }),
    ...(ratePerMinute === '' ? {} : { ratePerMinute }),
    ...(window ? { windowDays: [...window.days].sort().join(','), windowFrom: window.from, windowTo: window.to } : {}),
  };
}

const compact = (words: string): string => words.replace(/\s/g, '');
