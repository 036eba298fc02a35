import { DANA, danaSetsUp } from '../personas/dana.js';
import { BrowserSession } from '../support/browser-session.js';
import { enrolPasskey, proving, signInWithPasskey } from '../support/proving-session.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { SoftwarePasskey } from '../support/software-passkey.js';

const ORIGIN = 'https://console.northwind.example';

describe('R43 the break-glass account', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  const hers = new SoftwarePasskey(ORIGIN);
  const sealedKey = new SoftwarePasskey(ORIGIN, 'hardware-key');
  let envelope: { email: string; password: string };

  beforeAll(async () => {
    web = await startWebForTest({ publicUrl: ORIGIN });
    dana = await danaSetsUp(web);
    await enrolPasskey(dana, hers, { currentPassword: DANA.password });
  });
  afterAll(() => web.close());

  const seal = async () => {
    const sealed = await proving(dana, hers, () => dana.post('/break-glass'));
    expect(sealed.status).toBe(201);
    envelope = { email: sealed.body.email, password: sealed.body.password };
    return sealed.body;
  };
  const warnings = async () => (await dana.get('/auth/me')).body.warnings.filter(({ code }: { code: string }) => code === 'RA-SEC-06');

  it('does not exist until the owner seals it, and is of no use without a hardware key', async () => {
    expect((await dana.get('/break-glass')).status).toBe(404);
    expect(await seal()).toMatchObject({ isReady: false, hasHardwareKey: false, lastUsedAt: null, password: expect.stringMatching(/^[\w -]{27,}$/) });
    const session = new BrowserSession(web.url);
    expect((await session.post('/auth/login', envelope)).body).toEqual({ state: 'enrolmentRequired', methods: ['passkey'] });
    expect(await enrolPasskey(session, new SoftwarePasskey(ORIGIN, 'synced'))).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    expect(await enrolPasskey(session, sealedKey)).toMatchObject({ status: 201, body: { factor: { deviceBound: true } } });
  });

  it('is told about to everybody once it is used, until it is sealed anew', async () => {
    expect(await warnings()).toHaveLength(1);
    await seal();
    expect(await warnings()).toEqual([]);
    expect((await dana.get('/break-glass')).body).toMatchObject({ isReady: true, hasHardwareKey: true });
  });

  it('opens with envelope and key, also without any identity provider, and once', async () => {
    const session = new BrowserSession(web.url);
    expect((await signInWithPasskey(session, envelope, sealedKey)).body).toEqual({ state: 'complete' });
    expect((await session.get('/users')).status).toBe(200);
    expect(await warnings()).toHaveLength(1);
    expect((await new BrowserSession(web.url).post('/auth/login', envelope)).status).toBe(401);
    const { body } = await new BrowserSession(web.url).post('/auth/passkey-options');
    expect((await new BrowserSession(web.url).post('/auth/passkey', { challengeId: body.challengeId, passkey: sealedKey.get(body.options) })).status).toBe(401);
    const { items } = (await dana.get('/audit?action=break-glass.use')).body;
    expect(items).toHaveLength(2);
  });

  it('is sealed and removed by the owner alone; sealing ends what is open in it', async () => {
    await seal();
    const session = new BrowserSession(web.url);
    await signInWithPasskey(session, envelope, sealedKey);
    expect((await session.post('/break-glass')).body.code).toBe('API-RIGHT-01');
    await seal();
    expect((await session.get('/users')).status).toBe(401);
    expect((await proving(dana, hers, () => dana.delete('/break-glass'))).status).toBe(204);
    expect((await new BrowserSession(web.url).post('/auth/login', envelope)).status).toBe(401);
    expect((await dana.get('/break-glass')).status).toBe(404);
  });
});
