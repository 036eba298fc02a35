import type { RelayClaim } from '../../provider.js';
import type { LoginCookieCipher } from './login-cookie.js';
import { isRemoteId } from './remote-ids.js';

/** The remote agent opens its end at once after the browser's, so its cookie has no business being older. */
const ENDPOINT_COOKIE_LIVES_MS = 5 * 60_000;
const CLOCKS_DIFFER_BY_MS = 30_000;

/**
 * Reads what a relay cookie claims. The same key also seals login cookies, invitations and control sessions: only the two
 * shapes that belong to a share are recognised, made by one of our own accounts, and nothing else is ever a claim.
 */
export function judgeRelayCookie(
  cipher: LoginCookieCipher,
  accounts: ReadonlySet<string>,
  cookie: string,
  now: Date,
): RelayClaim | null {
  const opened = cipher.open(cookie);
  if (opened === null) return null;
  const { content } = opened;
  const ageMs = now.getTime() - opened.sealedAt.getTime();
  // A login cookie (`a`) or a control session must never pass for a relay cookie.
  if (ageMs < -CLOCKS_DIFFER_BY_MS || 'a' in content || 'nouser' in content) return null;

  if (typeof content.pid === 'string' && isRemoteId(content.nid) && isOurs(accounts, content.userid)) {
    // The share's end, in epoch milliseconds; the engine itself would read it as minutes and never expire.
    if (typeof content.expire !== 'number' || content.expire <= now.getTime()) return null;
    return { side: 'browser', remoteId: content.nid, shareId: content.pid };
  }
  if (isOurs(accounts, content.ruserid) && ageMs <= ENDPOINT_COOKIE_LIVES_MS) {
    // The endpoint's end of a session names the node; that of a file download names nobody.
    if (content.nodeid === undefined) return { side: 'endpoint', remoteId: null, shareId: null };
    if (isRemoteId(content.nodeid)) return { side: 'endpoint', remoteId: content.nodeid, shareId: null };
  }
  return null;
}

function isOurs(accounts: ReadonlySet<string>, value: unknown): boolean {
  return typeof value === 'string' && accounts.has(value);
}
