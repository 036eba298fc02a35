import { DANA, danaSetsUp } from '../personas/dana.js';
import { IdentityChecks } from '../../src/accounts/single-sign-on/identity-checks.js';
import { IdentityProviderUnderTest } from '../fakes/identity-provider.js';
import { type Answer, BrowserSession } from '../support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

const REDIRECT = 'http://localhost:8080/api/v1/auth/oidc/callback';

describe('R5 single sign-on', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  const provider = new IdentityProviderUnderTest();
  const settings = () => ({
    name: 'Northwind Login',
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    mappings: [
      { group: 'latchkey-admins', role: 'super-admin' },
      { group: 'help-desk', role: 'technician', allowRemoteControl: true, scope: { all: true } },
    ],
  });

  beforeAll(async () => {
    await provider.start(REDIRECT);
    provider.people.set('tessa', { sub: 'tessa', email: 'tessa@northwind.example', name: 'Tessa Ito', groups: ['staff', 'help-desk'], amr: ['pwd', 'otp'] });
    provider.people.set('nobody', { sub: 'nobody', email: 'nobody@northwind.example', name: 'No Body', groups: ['staff'] });
    provider.people.set('impostor', { sub: 'impostor', email: DANA.email, name: 'Dana Okafor', groups: ['latchkey-admins'] });
    web = await startWebForTest();
    dana = await danaSetsUp(web);
  });
  afterAll(async () => {
    await web.close();
    await provider.stop();
  });

  /** A browser that begins here; answers with its journey cookie and where it was sent. */
  const begin = async (): Promise<{ to: string; cookie: string }> => {
    const answer = await new BrowserSession(web.url).raw('/auth/oidc/start', { method: 'GET' });
    return { to: answer.headers.get('location')!, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  };
  const arrive = async (address: string, cookie: string): Promise<{ to: string | null; session: string }> => {
    const answer = await new BrowserSession(web.url).raw(`/auth/oidc/callback${new URL(address).search}`, { method: 'GET', headers: { cookie } });
    const session = answer.headers.getSetCookie().find((given) => given.startsWith('latchkey_session='))?.split(';')[0] ?? '';
    return { to: answer.headers.get('location'), session };
  };
  const signOn = async (sub: string) => {
    const { to, cookie } = await begin();
    return arrive(await provider.signIn(to, sub), cookie);
  };
  const as = (session: string, path: string): Promise<Answer> => new BrowserSession(web.url).get(path, { cookie: session });
  const put = async (change: object) => {
    const { headers } = await dana.get('/identity-provider');
    return dana.put('/identity-provider', { ...settings(), ...change }, { 'if-match': headers.get('etag') ?? '*' });
  };

  it('is set up with a provider that answers, and keeps its secret to itself', async () => {
    expect(await dana.get('/identity-provider')).toMatchObject({ status: 404 });
    expect((await begin()).to).toBe('/sign-in?refused=off');
    for (const [change, pointer] of [
      [{ issuer: 'http://idp.northwind.example' }, '/issuer'],
      [{ issuer: `${provider.issuer}/elsewhere` }, '/issuer'],
      [{ clientSecret: undefined }, '/clientSecret'],
      [{ mappings: [{ group: 'x', role: 'primary-super-admin' }] }, '/mappings/0/role'],
    ] as const) {
      expect(await put(change)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    }
    const stored = await put({});
    expect(stored).toMatchObject({ status: 200, body: { redirectUri: REDIRECT, groupsClaim: 'groups' } });
    expect(JSON.stringify(stored.body)).not.toContain(provider.clientSecret);
    const [{ dump }] = await web.database.dataSource.query(`SELECT (SELECT string_agg(to_jsonb(p)::text, '') FROM identity_provider p) || (SELECT string_agg(to_jsonb(a)::text, '') FROM audit_entry a) AS dump`);
    expect(dump).not.toContain(provider.clientSecret);
    expect((await new BrowserSession(web.url).get('/auth/login')).body.singleSignOn).toBe('Northwind Login');
  });

  it('lets in who has a mapped group, with its role, and knows him again by issuer and subject', async () => {
    const { to, session } = await signOn('tessa');
    expect(to).toBe('/');
    const me = (await as(session, '/auth/me')).body;
    expect(me).toMatchObject({ email: 'tessa@northwind.example', name: 'Tessa Ito', role: 'technician', allowRemoteControl: true, scope: { all: true } });
    provider.people.set('tessa', { ...provider.people.get('tessa')!, email: 'tessa.ito@northwind.example' });
    expect((await as((await signOn('tessa')).session, '/auth/me')).body.id).toBe(me.id);
    expect((await dana.get(`/users/${me.id}`)).body).toMatchObject({ singleSignOn: true, hasPassword: false });
    expect((await new BrowserSession(web.url).post('/auth/login', { email: 'tessa@northwind.example', password: '' })).status).toBe(400);
  });

  it('gives no role without a mapping, and no account to an address that is somebody else’s', async () => {
    const before = (await dana.get('/users')).body.total;
    expect(await signOn('nobody')).toEqual({ to: '/sign-in?refused=no-role', session: '' });
    expect(await signOn('impostor')).toEqual({ to: '/sign-in?refused=address-taken', session: '' });
    expect((await dana.get('/users')).body.total).toBe(before);
  });

  it('follows the groups: a changed role ends the sessions that had the old one', async () => {
    const { session } = await signOn('tessa');
    provider.people.set('tessa', { ...provider.people.get('tessa')!, groups: ['latchkey-admins'] });
    const second = await signOn('tessa');
    expect((await as(second.session, '/auth/me')).body.role).toBe('super-admin');
    expect((await as(session, '/auth/me')).status).toBe(401);
    provider.people.set('tessa', { ...provider.people.get('tessa')!, groups: ['help-desk'] });
  });

  it('ends the sessions of who is disabled at the provider, and nobody’s while it is silent', async () => {
    const { session } = await signOn('tessa');
    const checks = web.part(IdentityChecks);
    const due = () => web.database.dataSource.query(`UPDATE operator_session SET identity_checked_at = now() - interval '5 minutes' WHERE identity_checked_at IS NOT NULL`);
    await due();
    await checks.pass();
    expect((await as(session, '/auth/me')).status).toBe(200);
    provider.isSilent = true;
    await due();
    await checks.pass();
    provider.isSilent = false;
    expect((await as(session, '/auth/me')).status).toBe(200);
    provider.people.get('tessa')!.disabled = true;
    await due();
    await checks.pass();
    expect((await as(session, '/auth/me')).status).toBe(401);
    provider.people.get('tessa')!.disabled = false;
  });

  it('goes one way with one browser, once', async () => {
    const { to, cookie } = await begin();
    const back = await provider.signIn(to, 'tessa');
    const other = await begin();
    expect((await arrive(back, '')).to).toBe('/sign-in?refused=expired');
    expect((await arrive(back, other.cookie)).to).toBe('/sign-in?refused=not-proven');
    expect((await arrive(back, cookie)).to).toBe('/');
    expect((await arrive(back, cookie)).to).toBe('/sign-in?refused=expired');
  });

  it.each([
    ['no code', (url: URL) => url.searchParams.delete('code')],
    ['a code that was guessed', (url: URL) => url.searchParams.set('code', 'x'.repeat(43))],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['another state', (url: URL) => url.searchParams.set('state', 'y'.repeat(43))],
    ['another issuer (mix-up)', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['no issuer where the provider promises one', (url: URL) => url.searchParams.delete('iss')],
    ['an error beside the code', (url: URL) => url.searchParams.set('error', 'access_denied')],
    ['two codes', (url: URL) => url.searchParams.append('code', 'z'.repeat(43))],
  ])('refuses a callback with %s', async (_, spoil) => {
    const { to, cookie } = await begin();
    const back = new URL(await provider.signIn(to, 'tessa'));
    spoil(back);
    expect(await arrive(back.href, cookie)).toEqual({ to: '/sign-in?refused=not-proven', session: '' });
  });

  it('sends everybody with PKCE, state and nonce', async () => {
    const { to } = await begin();
    const { searchParams } = new URL(to);
    expect(Object.fromEntries(searchParams)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', redirect_uri: REDIRECT });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)).toMatch(/^[\w-]{43}$/);
  });

  it('ends with the provider: who came by it is out', async () => {
    const { session } = await signOn('tessa');
    const { headers } = await dana.get('/identity-provider');
    expect((await dana.delete('/identity-provider', { 'if-match': headers.get('etag')! })).status).toBe(204);
    expect((await as(session, '/auth/me')).status).toBe(401);
    expect((await dana.get('/auth/me')).status).toBe(200);
  });
});
