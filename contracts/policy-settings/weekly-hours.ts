/**
 * The hours of a week as text that people can write: `mon-fri 08:00-18:00; sat 09:00-12:00`, `always` or `never`. A range that
 * ends before it begins runs into the next day. Every time of day is local to the site, so a change of clocks needs no care here.
 */

/** Minutes since Monday 00:00, [from, to), sorted, neither overlapping nor touching; none means never. */
export type WeeklyHours = readonly (readonly [from: number, to: number])[];

export const ALWAYS = 'always';
export const NEVER = 'never';
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Longer text is refused before it is looked at. */
export const WEEKLY_HOURS_MAX_LENGTH = 1000;

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const ENTRY = /^((?:[a-z]{3}(?:-[a-z]{3})?)(?:\s*,\s*[a-z]{3}(?:-[a-z]{3})?)*)\s+(\d\d:\d\d-\d\d:\d\d(?:\s*,\s*\d\d:\d\d-\d\d:\d\d)*)$/;

/** Null where the text has not the form above. */
export function parseWeeklyHours(text: string): WeeklyHours | null {
  if (text.length > WEEKLY_HOURS_MAX_LENGTH) return null;
  const plain = text.trim().toLowerCase();
  if (plain === ALWAYS) return [[0, WEEK]];
  if (plain === NEVER) return [];
  const ranges: [number, number][] = [];
  for (const entry of plain.split(';')) {
    const [, days, times] = ENTRY.exec(entry.trim()) ?? [];
    const onDays = days && daysOf(days);
    const atTimes = times && timesOf(times);
    if (!onDays || !atTimes) return null;
    for (const day of onDays) ranges.push(...atTimes.flatMap(([from, to]) => withinWeek(day * DAY + from, day * DAY + to)));
  }
  return joined(ranges);
}

/** The one text of these hours: equal hours, equal text. */
export function printWeeklyHours(hours: WeeklyHours): string {
  if (hours.length === 0) return NEVER;
  if (hours.length === 1 && hours[0]![0] === 0 && hours[0]![1] === WEEK) return ALWAYS;
  const byDay = hoursByDay(hours).map((ranges) => ranges.map(([from, to]) => `${clockTime(from)}-${clockTime(to)}`).join(', '));
  const entries: string[] = [];
  for (let day = 0; day < 7; ) {
    let last = day;
    while (last < 6 && byDay[last + 1] === byDay[day]) last++;
    if (byDay[day]) entries.push(`${WEEKDAYS[day]!}${last > day ? `-${WEEKDAYS[last]!}` : ''} ${byDay[day]!}`);
    day = last + 1;
  }
  return entries.join('; ');
}

/** What both allow. */
export function intersectWeeklyHours(a: WeeklyHours, b: WeeklyHours): WeeklyHours {
  const both: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const from = Math.max(a[i]![0], b[j]![0]);
    const to = Math.min(a[i]![1], b[j]![1]);
    if (from < to) both.push([from, to]);
    if (a[i]![1] < b[j]![1]) i++;
    else j++;
  }
  return both;
}

export function includesMinute(hours: WeeklyHours, minuteOfWeek: number): boolean {
  return hours.some(([from, to]) => from <= minuteOfWeek && minuteOfWeek < to);
}

/** The ranges of each day from Monday on, in minutes of the day, [from, to). */
export function hoursByDay(hours: WeeklyHours): [from: number, to: number][][] {
  return WEEKDAYS.map((_, day) => intersectWeeklyHours(hours, [[day * DAY, (day + 1) * DAY]]).map(([from, to]) => [from - day * DAY, to - day * DAY]));
}

function daysOf(text: string): number[] | null {
  const days: number[] = [];
  for (const part of text.split(',')) {
    const [first, last = first] = part.trim().split('-').map((name) => WEEKDAYS.indexOf(name as (typeof WEEKDAYS)[number]));
    if (first === undefined || last === undefined || first < 0 || last < 0) return null;
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === last) break;
    }
  }
  return days;
}

function timesOf(text: string): [number, number][] | null {
  const times = text.split(',').map((range) => range.trim().split('-').map(minutesOf));
  return times.every(([from, to]) => from !== null && to !== null && from !== to && from! < DAY)
    ? times.map(([from, to]) => [from!, to! <= from! ? to! + DAY : to!])
    : null;
}

function minutesOf(clock: string): number | null {
  const minutes = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  return Number(clock.slice(3)) < 60 && minutes <= DAY ? minutes : null;
}

/** A range over the end of the week goes on at its beginning. */
function withinWeek(from: number, to: number): [number, number][] {
  return to <= WEEK ? [[from, to]] : [[from, WEEK], [0, to - WEEK]];
}

function joined(ranges: [number, number][]): WeeklyHours {
  const result: [number, number][] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
