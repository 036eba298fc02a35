/** Text that a server or a device wrote: cut, and without control characters; null when nothing is left or it is no text. */
export function plainText(value: unknown, longest = 200): string | null {
  if (typeof value !== 'string') return null;
  const clean = value
    .slice(0, longest * 4)
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, longest);
  return clean === '' ? null : clean;
}
