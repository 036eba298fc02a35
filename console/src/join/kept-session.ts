import type { Joined } from '../../../contracts/guest-protocol/frames';

const KEY = 'latchkey-guest';

/** A code is good once, so that a page that is loaded again goes on by what it was given for it; gone with its tab. */
export function keepJoined(joined: Joined | null): void {
  try {
    if (joined) window.sessionStorage.setItem(KEY, JSON.stringify(joined));
    else window.sessionStorage.removeItem(KEY);
  } catch {
    // Storage may be forbidden; the page then must not be loaded again.
  }
}

export function keptJoined(): Joined | null {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY) ?? 'null') as Joined | null;
  } catch {
    return null;
  }
}
