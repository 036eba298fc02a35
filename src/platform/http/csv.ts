/** A heading and what stands below it for one record. */
export type CsvColumn<T> = readonly [heading: string, value: (record: T) => string | null | undefined];

/** RFC 4180. What would be a formula to a spreadsheet is made text: names of devices are their own. */
export function csv<T>(columns: readonly CsvColumn<T>[], records: readonly T[]): string {
  const lines = [columns.map(([heading]) => heading), ...records.map((record) => columns.map(([, value]) => value(record) ?? ''))];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
