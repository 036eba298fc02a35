/** Something at a time, for calendars. */
export interface Appointment {
  readonly uid: string;
  readonly title: string;
  readonly at: Date;
  readonly madeAt: Date;
  readonly organiser: { readonly name: string; readonly email: string };
  readonly place: string;
}

const MINUTES = 30;
/** RFC 5545 folds lines above so many bytes. */
const LONGEST_LINE_BYTES = 75;

/** An appointment of half an hour as iCalendar (RFC 5545). */
export function appointment({ uid, title, at, madeAt, organiser, place }: Appointment): string {
  return [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Latchkey//Support sessions//EN', 'METHOD:PUBLISH', 'BEGIN:VEVENT',
    `UID:${uid}`, `DTSTAMP:${utc(madeAt)}`, `DTSTART:${utc(at)}`, `DTEND:${utc(new Date(at.getTime() + MINUTES * 60_000))}`,
    `SUMMARY:${text(title)}`, `ORGANIZER;CN="${organiser.name.replace(/["\u0000-\u001f]/g, '')}":mailto:${organiser.email}`, `URL:${place}`, `LOCATION:${text(place)}`,
    'END:VEVENT', 'END:VCALENDAR',
  ].map(folded).join('\r\n').concat('\r\n');
}

function utc(at: Date): string {
  return `${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
}

function text(value: string): string {
  return value.replace(/[\\;,]/g, (character) => `\\${character}`).replace(/\r?\n/g, '\\n');
}

/** Never within a character. */
function folded(line: string): string {
  let [all, current] = ['', ''];
  for (const character of line) {
    if (Buffer.byteLength(current + character) > LONGEST_LINE_BYTES) {
      all += `${current}\r\n`;
      current = ' ';
    }
    current += character;
  }
  return all + current;
}
