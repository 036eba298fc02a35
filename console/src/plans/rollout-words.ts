import { t } from '@lingui/core/macro';

export const DAYS = [t`Mon`, t`Tue`, t`Wed`, t`Thu`, t`Fri`, t`Sat`, t`Sun`];

/** How a change goes through the fleet, read from the parameters it was asked for with; what is not among them is as usual. */
export function rolloutInWords(terms: Readonly<Record<string, string>>): string {
  const { waves, soakSeconds, ratePerMinute, windowFrom, windowTo } = terms;
  const words = [
    waves && t`in waves of ${waves.replaceAll(',', ', ').replaceAll('%', ' %')}`,
    soakSeconds && t`each watched for ${Math.round(Number(soakSeconds) / 6) / 10} min`,
    ratePerMinute && t`at most ${ratePerMinute} devices a minute`,
    windowFrom &&
      windowTo &&
      t`${daysInWords(terms['windowDays'])} from ${windowFrom} to ${windowTo} in the time zone of each site`,
  ].filter(Boolean);
  return words.length === 0 ? t`As usual for this installation` : sentence(words.join(', '));
}

function daysInWords(days: string | undefined): string {
  const chosen = (days ?? '').split(',').filter(Boolean);
  return chosen.length === 0 || chosen.length === DAYS.length
    ? t`every day`
    : chosen.map((day) => DAYS[Number(day) - 1]).join(', ');
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
