import { parseWeeklyHours, printWeeklyHours, WEEKDAYS } from '../../../contracts/policy-settings/weekly-hours';

const DAY = 24 * 60;

/** Minutes of a day, [from, until). */
export type DayHours = readonly (readonly [from: number, until: number])[];

/** The one text of seven days; an end before its beginning is on the next day, midnight is the end of the day. */
export function hoursText(days: readonly DayHours[]): string {
  const entries = days.flatMap((ranges, day) =>
    ranges
      .filter(([from, until]) => from !== until)
      .map(([from, until]) => `${WEEKDAYS[day]!} ${clockTime(from)}-${clockTime(until === 0 ? DAY : until)}`),
  );
  if (entries.length === 0) return 'never';
  const hours = parseWeeklyHours(entries.join('; '));
  return hours ? printWeeklyHours(hours) : 'never';
}

/** What “add” adds: two hours after a pause behind the last, or office hours on an empty day; null where nothing fits. */
export function nextRange(ranges: DayHours): [number, number] | null {
  const last = ranges.at(-1);
  if (!last) return [8 * 60, 18 * 60];
  const from = last[1] + 60;
  return from + 60 <= DAY ? [from, Math.min(from + 120, DAY)] : null;
}

export function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Null while a time is not whole. */
export function minutesOf(time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(time) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}
