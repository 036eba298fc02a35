import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

/** Looks until something is there; fails in words when it never is. */
export async function eventually<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  withinMs = 15_000,
): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(25)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`It never happened: ${what}.`);
}

/** Status of a request, 101 for an accepted upgrade. */
export function statusOf(
  url: string,
  options: { cookie?: string; upgrade?: boolean; method?: string; origin?: string } = {},
): Promise<number> {
  const request = url.startsWith('https') ? httpsRequest : httpRequest;
  return new Promise((done, fail) => {
    const asked = request(url, {
      rejectUnauthorized: false,
      method: options.method ?? 'GET',
      headers: {
        ...(options.cookie ? { cookie: options.cookie } : {}),
        ...(options.origin ? { origin: options.origin } : {}),
        ...(options.upgrade
          ? {
              connection: 'Upgrade',
              upgrade: 'websocket',
              'sec-websocket-version': '13',
              'sec-websocket-key': randomBytes(16).toString('base64'),
            }
          : {}),
      },
    });
    asked.setTimeout(10_000, () => asked.destroy(new Error('timeout')));
    asked.once('response', (answer) => {
      answer.resume();
      done(answer.statusCode!);
    });
    asked.once('upgrade', (_answer, socket) => {
      socket.destroy();
      done(101);
    });
    asked.once('error', fail);
    asked.end();
  });
}
