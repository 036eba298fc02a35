import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../personas/dana.js';
import { encoded, LyingIdentityProvider } from '../fakes/lying-identity-provider.js';
import { BrowserSession } from '../support/browser-session.js';
import { publicJwk } from '../support/ec-keys.js';
import { eventually } from '../support/eventually.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

interface Logout {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  sign: (input: string) => string;
}
type Lie = (logout: Logout, provider: LyingIdentityProvider) => void;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const now = (): number => Math.floor(Date.now() / 1000);
const claim = (name: string, value: unknown): Lie => ({ claims }) => void (claims[name] = value);
const without = (...names: string[]): Lie => ({ claims }) => names.forEach((name) => delete claims[name]);
const header = (change: object): Lie => (logout) => void Object.assign(logout.header, change);

const LIES: Readonly<Record<string, Lie>> = {
  'no signature (alg none)': (logout) => (Object.assign(logout.header, { alg: 'none' }), (logout.sign = () => '')),
  'a signature of other bytes': (logout) => {
    const { sign } = logout;
    logout.sign = (input) => sign(`${input}x`);
  },
  'another key under the same name': (logout, provider) => void (logout.sign = provider.signedBy(provider.others.privateKey)),
  'a key that it brings along (jwk)': (logout, provider) => (Object.assign(logout.header, { jwk: publicJwk(provider.others) }), (logout.sign = provider.signedBy(provider.others.privateKey))),
  'a key that nobody has published': header({ kid: 'two' }),
  'the public key as a shared secret (HS256)': (logout, provider) => (Object.assign(logout.header, { alg: 'HS256' }), (logout.sign = provider.signedByPublicKey())),
  'an algorithm that every object has': header({ alg: 'constructor' }),
  'a critical extension that nobody knows': header({ crit: ['b64'], b64: false }),
  'the type of another token': header({ typ: 'at+jwt' }),
  'another issuer': claim('iss', 'https://evil.example'),
  'another audience': claim('aud', ['another-application']),
  'no audience': without('aud'),
  'a nonce, as an identity token has': claim('nonce', 'n'.repeat(43)),
  'no event': without('events'),
  'another event': claim('events', { 'http://schemas.openid.net/event/something-else': {} }),
  'an event that is no object': claim('events', { [EVENT]: true }),
  'neither a person nor a sign-in': without('sub', 'sid'),
  'a person that is no text': claim('sub', { $ne: null }),
  'no name of its own (jti)': without('jti'),
  'an end that is past': (logout) => void Object.assign(logout.claims, { iat: now() - 120, exp: now() - 60 }),
  'no end': without('exp'),
  'a beginning long ago': claim('iat', now() - 3600),
  'a beginning to come': claim('iat', now() + 3600),
  'no beginning': without('iat'),
};

describe('R5 an identity provider that tells of a sign-out', () => {
  let web: WebUnderTest;
  let provider: LyingIdentityProvider;
  let dana: BrowserSession;

  beforeAll(async () => {
    provider = await new LyingIdentityProvider().start();
    web = await startWebForTest({ trustedProxy: '127.0.0.1' });
    dana = await danaSetsUp(web);
    const mappings = [{ group: 'help-desk', role: 'technician', scope: { all: true } }];
    expect((await dana.put('/identity-provider', { name: 'Northwind Login', issuer: provider.issuer, clientId: 'latchkey', clientSecret: 'not-a-secret', mappings })).status).toBe(200);
  });
  afterAll(async () => {
    await web.close();
    await provider.stop();
  });

  /** The cookie of somebody who has signed in there. */
  const signedIn = async (sub: string, sid?: string): Promise<string> => {
    const browser = new BrowserSession(web.url);
    const begun = await browser.raw('/auth/oidc/start', { method: 'GET' });
    const { searchParams } = new URL(begun.headers.get('location')!);
    provider.says(searchParams.get('nonce')!, ({ claims }) => Object.assign(claims, { sub, email: `${sub}@northwind.example`, ...(sid ? { sid } : {}) }));
    const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!;
    const back = await browser.raw(`/auth/oidc/callback?code=${'c'.repeat(40)}&state=${searchParams.get('state')}`, { method: 'GET', headers: { cookie } });
    return back.headers.getSetCookie().find((given) => given.startsWith('latchkey_session='))!.split(';')[0]!;
  };
  const isIn = async (session: string): Promise<boolean> => (await new BrowserSession(web.url).get('/auth/me', { cookie: session })).status === 200;

  const tokenWith = (lie: Lie): string => {
    const logout: Logout = {
      header: { alg: 'ES256', kid: 'one', typ: 'logout+jwt' },
      claims: { iss: provider.issuer, aud: 'latchkey', iat: now(), exp: now() + 120, jti: randomUUID(), sub: 'tessa', events: { [EVENT]: {} } },
      sign: provider.signedBy(provider.keys.privateKey),
    };
    lie(logout, provider);
    const input = `${encoded(logout.header)}.${encoded(logout.claims)}`;
    return `${input}.${logout.sign(input)}`;
  };
  let tells = 0;
  /** As a provider does: a form, no cookie, no header of ours. From another address each time: only what is said counts here. */
  const tell = (token: string, headers: Record<string, string> = {}) =>
    fetch(`${web.url}/api/v1/auth/oidc/back-channel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }), headers: { 'x-forwarded-for': `198.51.100.${tells++ % 250}`, ...headers } });

  it('ends every session of that person within five seconds, and nobody else’s', async () => {
    const [one, other, tim] = [await signedIn('tessa'), await signedIn('tessa'), await signedIn('tim')];
    const stream = await fetch(`${web.url}/api/v1/events`, { headers: { cookie: one } });
    let isOpen = true;
    void stream.body!.pipeTo(new WritableStream()).finally(() => (isOpen = false)).catch(() => undefined);
    const begun = performance.now();
    const answer = await tell(tokenWith(() => undefined));
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect([await isIn(one), await isIn(other), await isIn(tim)]).toEqual([false, false, true]);
    await eventually('the open stream has ended', async () => !isOpen);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect((await dana.get('/audit?action=session.end-all')).body.items).toMatchObject([{ actorName: 'Single sign-on', subjectName: 'tessa@northwind.example' }]);
  });

  it('may name a sign-in instead, and means whoever it was', async () => {
    const [tessa, tim] = [await signedIn('tessa', 'sign-in-7'), await signedIn('tim', 'sign-in-8')];
    expect((await tell(tokenWith((logout, liar) => (without('sub')(logout, liar), claim('sid', 'sign-in-7')(logout, liar))))).status).toBe(200);
    expect([await isIn(tessa), await isIn(tim)]).toEqual([false, true]);
  });

  it('is heard once: the same token again ends nothing', async () => {
    const token = tokenWith(() => undefined);
    expect((await tell(token)).status).toBe(200);
    const session = await signedIn('tessa');
    expect((await tell(token)).status).toBe(400);
    expect(await isIn(session)).toBe(true);
  });

  it.each(Object.entries(LIES))('is not believed with %s', async (_, lie) => {
    const session = await signedIn('tessa');
    expect((await tell(tokenWith(lie))).status).toBe(400);
    expect(await isIn(session)).toBe(true);
  });

  it('is not believed with an identity token, which is signed by the same key', async () => {
    const session = await signedIn('tessa');
    const identity = tokenWith((logout) => (Object.assign(logout.header, { typ: 'JWT' }), delete logout.claims['events'], (logout.claims['nonce'] = 'n'.repeat(43))));
    for (const text of [identity, '', 'a.b.c', 'x'.repeat(9_000), '<script>']) expect((await tell(text)).status).toBe(400);
    expect(await isIn(session)).toBe(true);
  });

  it('cannot be used for guessing without end, and does not take a browser’s cookie for anything', async () => {
    const session = await signedIn('tessa');
    expect((await tell('a.b.c', { cookie: session })).status).toBe(400);
    const statuses: number[] = [];
    for (let n = 0; n < 25; n++) statuses.push((await tell('a.b.c', { 'x-forwarded-for': '203.0.113.77' })).status);
    expect(statuses.at(-1)).toBe(429);
    expect(await isIn(session)).toBe(true);
  });
});
