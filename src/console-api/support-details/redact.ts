/** What must not leave in a support ticket, by what it looks like; the most telling first. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\blk1\.[0-9a-f-]{36}\.[0-9a-f]{32}\b/g, '[identity mark]'],
  [/\blke?_[A-Za-z0-9_-]{8,}/g, '[token]'],
  [/(\bhttps?:\/\/|\bwss?:\/\/)[^\s/@"]+@/g, '$1[credentials]@'],
  [/\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\b/g, '[e-mail]'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '[address]'],
  [/\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b/gi, '[address]'],
  [/\b[0-9a-f]{32,}\b/gi, '[secret]'],
  [/(\/home\/|\\Users\\)[^/\\"\s]+/g, '$1[user]'],
];

/** The text without addresses, accounts, tokens and secrets. Ids of devices stay: support needs them to find anything. */
export function redact(text: string): string {
  return SECRETS.reduce((redacted, [pattern, instead]) => redacted.replace(pattern, instead), text);
}
