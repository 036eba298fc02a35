import type { CatalogueEntry } from './catalogue-entry.js';

/** Minutes before each retry of the standard schedule; the last pause repeats. */
export const STANDARD_PAUSES_MINUTES = [1, 2, 5, 10, 20, 40, 240] as const;
/** With its pauses the last one begins within the first day. */
const STANDARD_RETRIES = 11;
/** However often a cause comes and goes, nobody is troubled more often in 24 hours. */
export const MOST_ATTEMPTS_A_DAY = 12;

type Retried = Pick<CatalogueEntry, 'retry' | 'retries' | 'retryEveryMinutes' | 'retryNote'>;

/** Attempts in a row, the first included, after which only a person or a cleared cause starts another; null where no schedule tries again. */
export function attemptLimit(entry: Retried | null): number | null {
  if (entry && entry.retry !== 'auto') return null;
  return (entry?.retries ?? STANDARD_RETRIES) + 1;
}

/** Minutes between the `attempts`-th failure in a row and the next attempt. */
export function pauseMinutes(entry: Retried | null, attempts: number): number {
  const at = Math.min(Math.max(1, attempts), STANDARD_PAUSES_MINUTES.length) - 1;
  return entry?.retryEveryMinutes ?? STANDARD_PAUSES_MINUTES[at]!;
}

const TIMES = ['Never', 'Once', 'Twice', 'Three times', 'Four times', 'Five times'];

/** The limits in a sentence; undefined where the class of retries says it all. */
export function limitsInWords({ retries, retryEveryMinutes, retryNote }: Retried): string | undefined {
  const times = retries === undefined ? undefined : (TIMES[retries] ?? `${retries} times`);
  const pause = retryEveryMinutes === undefined ? undefined : retryEveryMinutes % 60 === 0 ? `every ${retryEveryMinutes / 60} hours` : `every ${retryEveryMinutes} minutes`;
  const limits = [times, pause].filter((part) => part !== undefined).join(', ');
  const sentence = limits && `${limits[0]!.toUpperCase()}${limits.slice(1)}.`;
  return [sentence, retryNote].filter(Boolean).join(' ') || undefined;
}
