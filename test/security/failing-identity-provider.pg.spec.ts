import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { IdentityChecks } from '../../src/accounts/single-sign-on/identity-checks.js';
import { danaSetsUp } from '../personas/dana.js';
import { LyingIdentityProvider } from '../fakes/lying-identity-provider.js';
import { BrowserSession } from '../support/browser-session.js';
import { movedClock } from '../support/moved-clock.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

const ADDRESSES = ['/.well-known/openid-configuration', '/token', '/jwks'];
const json = (status: number, body: string) => (response: ServerResponse) => void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
const FAULTS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'cuts the connection': (response) => void response.destroy(),
  'breaks off its answer': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' }).write('{"keys":');
    setImmediate(() => response.destroy());
  },
  'answers 500': json(500, '{"error":"server_error"}'),
  'answers 503 with a page': (response) => void response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Back soon</h1>'),
  'answers nothing at all': json(200, ''),
  'answers what is no JSON': json(200, '{"id_token": '),
  'answers a list': json(200, '[]'),
  'answers null': json(200, 'null'),
  'answers an empty object': json(200, '{}'),
  'sends elsewhere': (response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
  'answers without end': (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.alloc(1_100_000, ' ')),
};
/** Longer than what it publishes about itself is kept. */
const FORGOTTEN_MS = 11 * 60_000;

describe('R44 when the identity provider fails', () => {
  const clock = movedClock();
  let web: WebUnderTest;
  let provider: LyingIdentityProvider;

  beforeAll(async () => {
    provider = await new LyingIdentityProvider().start();
    web = await startWebForTest();
    const dana = await danaSetsUp(web);
    const mappings = [{ group: 'help-desk', role: 'technician', scope: { all: true } }];
    expect((await dana.put('/identity-provider', { name: 'Northwind Login', issuer: provider.issuer, clientId: 'latchkey', clientSecret: 'not-a-secret', mappings })).status).toBe(200);
  });
  afterAll(async () => {
    clock.restore();
    await web.close();
    await provider.stop();
  });

  /** Goes the whole way; `failing` begins before the browser is sent there, or once it comes back. */
  const signOn = async (fail: (() => void) | null, when: 'before' | 'after'): Promise<{ refused: string | null; session: string | undefined }> => {
    clock.move(FORGOTTEN_MS);
    provider.failing.clear();
    if (when === 'before') fail?.();
    const browser = new BrowserSession(web.url);
    const begun = await browser.raw('/auth/oidc/start', { method: 'GET' });
    const there = begun.headers.get('location')!;
    if (there.startsWith('/')) return { refused: there, session: undefined };
    const { searchParams } = new URL(there);
    provider.says(searchParams.get('nonce')!, ({ body }) => Object.assign(body, { refresh_token: randomBytes(16).toString('hex') }));
    if (when === 'after') {
      // So that also what was kept has to be read again.
      clock.move(FORGOTTEN_MS);
      fail?.();
    }
    const back = await browser.raw(`/auth/oidc/callback?code=${'c'.repeat(40)}&state=${searchParams.get('state')}`, { method: 'GET', headers: { cookie: begun.headers.getSetCookie()[0]!.split(';')[0]! } });
    const session = back.headers.getSetCookie().find((given) => given.startsWith('latchkey_session='))?.split(';')[0];
    return { refused: back.headers.get('location') === '/' ? null : back.headers.get('location'), session };
  };
  const sessions = async (): Promise<number> => (await web.database.dataSource.query('SELECT count(*)::int AS n FROM operator_session'))[0].n;

  it('lets in while it works, so that the refusals mean something', async () => {
    expect(await signOn(null, 'before')).toMatchObject({ refused: null, session: expect.any(String) });
  });

  it.each(Object.entries(FAULTS).flatMap(([what, fault]) => ADDRESSES.map((at) => [what, at, fault] as const)))('it lets nobody in where it %s at %s', async (_, at, fault) => {
    const before = await sessions();
    for (const when of ['before', 'after'] as const) {
      const { refused, session } = await signOn(() => provider.failing.set(at, fault), when);
      expect([refused, session]).toEqual([expect.stringMatching(/^\/sign-in\?refused=(provider-down|not-proven)$/), undefined]);
    }
    expect(await sessions()).toBe(before);
    expect((await signOn(null, 'before')).refused).toBeNull();
  });

  it('nobody who is in gains by it, and what was entrusted to another key is of no use', async () => {
    const { session } = await signOn(null, 'before');
    const is = async () => (await new BrowserSession(web.url).get('/auth/me', { cookie: session! })).status;
    expect(await is()).toBe(200);
    await web.database.dataSource.query(`UPDATE operator_session SET identity_checked_at = now() - interval '5 minutes', sealed_refresh_token = $1 WHERE identity_checked_at IS NOT NULL`, [randomBytes(80)]);
    await web.part(IdentityChecks).pass();
    // A token that cannot be opened asks nobody; the hour after which whoever cannot be asked about signs in again is still to come.
    await web.database.dataSource.query(`UPDATE operator_session SET identity_checked_at = now() - interval '2 hours', sealed_refresh_token = NULL WHERE identity_checked_at IS NOT NULL`);
    await web.part(IdentityChecks).pass();
    expect(await is()).toBe(401);
    await web.database.dataSource.query('UPDATE identity_provider SET sealed_secret = $1', [randomBytes(80)]);
    const start = await new BrowserSession(web.url).raw('/auth/oidc/start', { method: 'GET' });
    expect(start.status).toBeGreaterThanOrEqual(500);
    expect(start.headers.getSetCookie()).toEqual([]);
  });
});
