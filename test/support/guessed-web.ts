import { danaSetsUp } from '../personas/dana.js';
import { BrowserSession } from './browser-session.js';
import { type MovedClock, movedClock } from './moved-clock.js';
import { startWebForTest, type WebUnderTest } from './running-web.js';

/** A server behind a proxy, so that who guesses can come from any address, and a clock that need not be waited for. */
export interface GuessedWeb {
  readonly web: WebUnderTest;
  readonly clock: MovedClock;
  /** One try to sign in. */
  tries(email: string, password: string, address: string): ReturnType<BrowserSession['post']>;
  close(): Promise<void>;
}

export async function guessedWeb(): Promise<GuessedWeb> {
  const web = await startWebForTest({ trustedProxy: '127.0.0.1' });
  await danaSetsUp(web);
  const clock = movedClock();
  return {
    web,
    clock,
    tries: (email, password, address) => new BrowserSession(web.url).post('/auth/login', { email, password }, { 'x-forwarded-for': address }),
    async close() {
      clock.restore();
      await web.close();
    },
  };
}
