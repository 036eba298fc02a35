import { DANA, danaSetsUp } from '../personas/dana.js';
import { type Answer, encoded, LyingIdentityProvider } from '../fakes/lying-identity-provider.js';
import { publicJwk } from '../support/ec-keys.js';
import { BrowserSession } from '../support/browser-session.js';
import { enrolPasskey, proving } from '../support/proving-session.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { SoftwarePasskey } from '../support/software-passkey.js';

type Lie = (answer: Answer, provider: LyingIdentityProvider) => void;
const now = (): number => Math.floor(Date.now() / 1000);
const claim = (name: string, value: unknown): Lie => ({ claims }) => void (claims[name] = value);
const without = (name: string): Lie => ({ claims }) => void delete claims[name];
const header = (change: object): Lie => (answer) => void Object.assign(answer.header, change);
const token = (text: unknown): Lie => (answer) => void (answer.body['id_token'] = text);

const LIES: Readonly<Record<string, Lie>> = {
  'no signature (alg none)': (answer) => (Object.assign(answer.header, { alg: 'none' }), (answer.sign = () => '')),
  'alg none in capitals': (answer) => (Object.assign(answer.header, { alg: 'NONE' }), (answer.sign = () => '')),
  'a signature cut off': (answer) => void (answer.sign = () => ''),
  'a signature of other bytes': (answer) => {
    const { sign } = answer;
    answer.sign = (input) => sign(`${input}x`);
  },
  'another key under the same name': (answer, provider) => void (answer.sign = provider.signedBy(provider.others.privateKey)),
  'another key under a new name': (answer, provider) => (Object.assign(answer.header, { kid: 'two' }), (answer.sign = provider.signedBy(provider.others.privateKey))),
  'a key that it brings along (jwk)': (answer, provider) => (Object.assign(answer.header, { jwk: publicJwk(provider.others) }), (answer.sign = provider.signedBy(provider.others.privateKey))),
  'a key that lies elsewhere (jku)': (answer, provider) => (Object.assign(answer.header, { jku: 'https://evil.example/jwks', kid: 'two' }), (answer.sign = provider.signedBy(provider.others.privateKey))),
  'the public key as a shared secret (HS256)': (answer, provider) => (Object.assign(answer.header, { alg: 'HS256' }), (answer.sign = provider.signedByPublicKey())),
  'an algorithm that was not agreed to (ES384)': (answer, provider) => (Object.assign(answer.header, { alg: 'ES384' }), (answer.sign = provider.signedBy(provider.keys.privateKey, 'sha384'))),
  'an algorithm that does not exist': header({ alg: 'XX256' }),
  'no algorithm': (answer) => void delete answer.header['alg'],
  'a critical extension that nobody knows': header({ crit: ['exp2'], exp2: 1 }),
  'another issuer': claim('iss', 'https://evil.example'),
  'an issuer with a slash more': (answer) => void (answer.claims['iss'] = `${String(answer.claims['iss'])}/`),
  'no issuer': without('iss'),
  'another audience': claim('aud', 'another-application'),
  'an audience that only begins alike': claim('aud', 'latchkey-admin'),
  'no audience': without('aud'),
  'an empty list of audiences': claim('aud', []),
  'several audiences and no authorised party': claim('aud', ['latchkey', 'another-application']),
  'another authorised party': (answer) => void Object.assign(answer.claims, { aud: ['latchkey', 'another-application'], azp: 'another-application' }),
  'an end that is past': (answer) => void Object.assign(answer.claims, { iat: now() - 900, exp: now() - 600 }),
  'no end': without('exp'),
  'an end in words': claim('exp', 'tomorrow'),
  'no beginning': without('iat'),
  'a beginning to come': claim('nbf', now() + 600),
  'no subject': without('sub'),
  'an empty subject': claim('sub', ''),
  'a subject that is no text': claim('sub', { $ne: null }),
  'no nonce': without('nonce'),
  'the nonce of another login': claim('nonce', 'n'.repeat(43)),
  'claims that are no object': (answer) => void (answer.claims = [] as never),
  'two parts instead of three': token(`${encoded({ alg: 'ES256' })}.${encoded({})}`),
  'five parts, as if encrypted': token('a.b.c.d.e'),
  'no token at all': token(undefined),
  'a token that is no text': token(7),
  'text that is no token': token('<script>alert(1)</script>'),
  'no access token beside it': (answer) => void delete answer.body['access_token'],
  'a kind of access token that nobody knows': (answer) => void (answer.body['token_type'] = 'mac'),
  'an error of the provider': (answer) => (Object.assign(answer, { status: 400 }), void Object.assign(answer.body, { error: 'invalid_grant' })),
};

describe('R5 tokens of an identity provider', () => {
  let web: WebUnderTest;
  let provider: LyingIdentityProvider;
  let dana: BrowserSession;
  const settings = { name: 'Liar', clientId: 'latchkey', mappings: [{ group: 'help-desk', role: 'technician', scope: { all: true } }] };

  beforeAll(async () => {
    provider = await new LyingIdentityProvider().start();
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    const { status } = await dana.put('/identity-provider', { ...settings, issuer: provider.issuer, clientSecret: 'not-a-secret' });
    expect(status).toBe(200);
  });
  afterAll(async () => {
    await web.close();
    await provider.stop();
  });

  const comeBack = async (lie: Lie): Promise<{ to: string | null; hasSession: boolean }> => {
    const browser = new BrowserSession(web.url);
    const begun = await browser.raw('/auth/oidc/start', { method: 'GET' });
    const { searchParams } = new URL(begun.headers.get('location')!);
    provider.says(searchParams.get('nonce')!, (answer) => lie(answer, provider));
    const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!;
    const back = await browser.raw(`/auth/oidc/callback?code=${'c'.repeat(40)}&state=${searchParams.get('state')}`, { method: 'GET', headers: { cookie } });
    return { to: back.headers.get('location'), hasSession: back.headers.getSetCookie().some((given) => given.startsWith('latchkey_session=')) };
  };

  it('are good when they are honest, so that the refusals mean something', async () => {
    expect(await comeBack(() => undefined)).toEqual({ to: '/', hasSession: true });
  });

  it.each(Object.entries(LIES))('are refused with %s', async (_, lie) => {
    expect(await comeBack(lie)).toEqual({ to: '/sign-in?refused=not-proven', hasSession: false });
  });

  it('are of no provider that describes itself as another', async () => {
    const another = await new LyingIdentityProvider().start();
    another.poses = provider.issuer;
    const { headers } = await dana.get('/identity-provider');
    const answer = await dana.put('/identity-provider', { ...settings, issuer: another.issuer, clientSecret: 'not-a-secret' }, { 'if-match': headers.get('etag')! });
    await another.stop();
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/issuer', rule: 'discovery' }] } });
    expect((await dana.get('/identity-provider')).body.issuer).toBe(provider.issuer);
  });

  it('R25 are of no provider that sends us to an inner address', async () => {
    const outside = await startWebForTest({ publicUrl: 'https://console.northwind.example' });
    const owner = await danaSetsUp(outside);
    const key = new SoftwarePasskey('https://console.northwind.example');
    await enrolPasskey(owner, key, { currentPassword: DANA.password });
    for (const issuer of [provider.issuer, 'https://127.0.0.1:9', 'https://10.0.0.1', 'https://169.254.169.254', 'https://localhost']) {
      const answer = await proving(owner, key, () => owner.put('/identity-provider', { ...settings, issuer, clientSecret: 'not-a-secret' }));
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/issuer' }] } });
    }
    await outside.close();
  });
});
