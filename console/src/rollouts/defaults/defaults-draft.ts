import { t } from '@lingui/core/macro';
import type { RolloutDefaults } from '../../api/types';
import { wavesRefusal, windowRefusal, type Window } from '../../plans/rollout-draft';

/** The rules of large changes as they stand in the form; an empty rate is no cap. */
export interface DefaultsDraft {
  waves: string;
  soakMinutes: number | '';
  ratePerMinute: number | '';
  window: Window | null;
  needsSecondPerson: boolean;
}

type Day = NonNullable<RolloutDefaults['window']>['days'][number];
const DAY_NAMES: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export function draftOf({ waves, soakSeconds, ratePerMinute, window, needsSecondPerson }: RolloutDefaults): DefaultsDraft {
  return {
    waves: waves.join(', ').replaceAll('%', ' %'),
    soakMinutes: soakSeconds / 60,
    ratePerMinute: ratePerMinute ?? '',
    window: window && { ...window, days: window.days.map((day) => String(DAY_NAMES.indexOf(day) + 1)) },
    needsSecondPerson,
  };
}

/** What is refused before it is sent, by field. */
export function refusals({ waves, soakMinutes, window }: DefaultsDraft): Partial<Record<keyof DefaultsDraft, string>> {
  return {
    ...(wavesRefusal(waves) ? { waves: wavesRefusal(waves)! } : {}),
    ...(soakMinutes === '' ? { soakMinutes: t`Say how long, or 0.` } : {}),
    ...(window && windowRefusal(window) ? { window: windowRefusal(window)! } : {}),
  };
}

/** The draft as the API takes it; only for one that is not refused. */
export function defaultsOf(draft: DefaultsDraft): Omit<RolloutDefaults, 'version'> {
  const { waves, soakMinutes, ratePerMinute, window, needsSecondPerson } = draft;
  return {
    waves: waves.replace(/\s/g, '').split(','),
    soakSeconds: Math.round(Number(soakMinutes) * 60),
    ratePerMinute: ratePerMinute === '' ? null : ratePerMinute,
    window: window && { ...window, days: [...window.days].sort().map((day) => DAY_NAMES[Number(day) - 1]!) },
    needsSecondPerson,
  };
}

