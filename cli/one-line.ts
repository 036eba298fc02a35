/** A text as a terminal may have it: names of devices are their own, and could move the cursor or colour what stands beside them. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
