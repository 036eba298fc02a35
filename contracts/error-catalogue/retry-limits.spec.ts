import { ERROR_CATALOGUE } from '../error-catalogue.js';
import { attemptLimit, limitsInWords, MOST_ATTEMPTS_A_DAY, pauseMinutes } from './retry-limits.js';

const DAY_MINUTES = 24 * 60;

describe('the limits of retries', () => {
  it('the standard schedule makes its twelve attempts within a day', () => {
    const limit = attemptLimit(null)!;
    const last = Array.from({ length: limit - 1 }, (_, at) => pauseMinutes(null, at + 1)).reduce((sum, pause) => sum + pause, 0);
    expect(limit).toBe(MOST_ATTEMPTS_A_DAY);
    expect(last).toBeLessThanOrEqual(DAY_MINUTES);
    expect(last + pauseMinutes(null, limit)).toBeGreaterThan(DAY_MINUTES);
  });

  it('an installation in progress is waited for every 30 minutes, for 6 hours', () => {
    const entry = ERROR_CATALOGUE.find(({ code }) => code === 'RA-MSI-02')!;
    expect(pauseMinutes(entry, 1)).toBe(30);
    expect(pauseMinutes(entry, 9) * (attemptLimit(entry)! - 1)).toBe(6 * 60);
    expect(limitsInWords(entry)).toBe('12 times, every 30 minutes.');
  });

  it.each(['trigger', 'no', 'none'] as const)('no schedule tries again what is of class %s', (retry) => {
    expect(attemptLimit({ retry })).toBeNull();
  });

  it('only what is tried again by schedule has a limit or a pause of its own', () => {
    const odd = ERROR_CATALOGUE.filter(({ retry, retries, retryEveryMinutes }) => retry !== 'auto' && (retries ?? retryEveryMinutes) !== undefined);
    expect(odd).toEqual([]);
  });

  it('are said in a sentence, with what else is to be known', () => {
    expect(limitsInWords({ retry: 'auto' })).toBeUndefined();
    expect(limitsInWords({ retry: 'auto', retries: 3 })).toBe('Three times.');
    expect(limitsInWords({ retry: 'auto', retryEveryMinutes: 240 })).toBe('Every 4 hours.');
    expect(limitsInWords({ retry: 'trigger', retryNote: 'Waits for confirmation.' })).toBe('Waits for confirmation.');
  });
});
