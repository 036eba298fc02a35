import fc from 'fast-check';
import { intersectWeeklyHours, parseWeeklyHours, printWeeklyHours } from './weekly-hours.js';

const canonical = (text: string) => {
  const hours = parseWeeklyHours(text);
  return hours && printWeeklyHours(hours);
};
const both = (a: string, b: string) => printWeeklyHours(intersectWeeklyHours(parseWeeklyHours(a)!, parseWeeklyHours(b)!));

describe('hours of a week', () => {
  it.each([
    { text: 'mon-fri 08:00-18:00; sat 09:00-12:00', means: 'mon-fri 08:00-18:00; sat 09:00-12:00' },
    { text: '  MON,tue , Wed 9:00-10:00', means: null },
    { text: 'MON,tue , Wed 09:00-10:00', means: 'mon-wed 09:00-10:00' },
    { text: 'mon 12:00-18:00, 08:00-12:00', means: 'mon 08:00-18:00' },
    { text: 'fri 22:00-06:00', means: 'fri 22:00-24:00; sat 00:00-06:00' },
    { text: 'sun 22:00-06:00', means: 'mon 00:00-06:00; sun 22:00-24:00' },
    { text: 'sat-mon 10:00-11:00', means: 'mon 10:00-11:00; sat-sun 10:00-11:00' },
    { text: 'mon-sun 00:00-24:00', means: 'always' },
    { text: 'Never', means: 'never' },
    { text: 'always', means: 'always' },
    { text: '', means: null },
    { text: 'mon', means: null },
    { text: 'mon 08:00-08:00', means: null },
    { text: 'mon 24:00-08:00', means: null },
    { text: 'mon 08:60-09:00', means: null },
    { text: 'mon 08:00-25:00', means: null },
    { text: 'foo 08:00-09:00', means: null },
    { text: 'mon 08:00-09:00;', means: null },
    { text: `mon ${'08:00-09:00, '.repeat(100)}10:00-11:00`, means: null },
  ])('$text means $means', ({ text, means }) => expect(canonical(text)).toBe(means));

  it.each([
    { a: 'mon-fri 08:00-18:00', b: 'mon-sat 12:00-20:00', allow: 'mon-fri 12:00-18:00' },
    { a: 'mon-fri 08:00-18:00', b: 'sat 08:00-18:00', allow: 'never' },
    { a: 'mon 08:00-12:00', b: 'mon 12:00-18:00', allow: 'never' },
    { a: 'always', b: 'tue 01:00-02:00, 03:00-04:00', allow: 'tue 01:00-02:00, 03:00-04:00' },
    { a: 'never', b: 'always', allow: 'never' },
  ])('$a and $b together allow $allow', ({ a, b, allow }) => expect(both(a, b)).toBe(allow));

  const anyHours = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 96 })), { maxLength: 8 })
    .map((ranges) => ranges.filter(([, from, to]) => from !== to).map(([day, from, to]) => `${DAYS[day]!} ${quarter(from)}-${quarter(to)}`))
    .map((entries) => entries.join('; ') || 'never');

  it('have one spelling each, which means the same', () => {
    fc.assert(fc.property(anyHours, (text) => {
      const hours = parseWeeklyHours(text)!;
      expect(parseWeeklyHours(printWeeklyHours(hours))).toEqual(hours);
    }));
  });

  it('allow together exactly the minutes that each allows', () => {
    fc.assert(fc.property(anyHours, anyHours, (a, b) => {
      const [left, right] = [minutesOf(a), minutesOf(b)];
      expect(minutesOf(both(a, b))).toEqual(left.filter((minute) => right.includes(minute)));
    }), { numRuns: 50 });
  });
});

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const quarter = (n: number) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`;

/** Every allowed quarter of an hour of the week. */
function minutesOf(text: string): number[] {
  const hours = parseWeeklyHours(text)!;
  return Array.from({ length: 7 * 96 }, (_, n) => n * 15).filter((minute) => hours.some(([from, to]) => from <= minute && minute < to));
}
