import { generate } from 'otplib';
import { DANA, danaSetsUp } from '../personas/dana.js';
import { movedClock } from '../support/moved-clock.js';
import { BrowserSession } from '../support/browser-session.js';
import { enrolPasskey, prove, proving, signInWithPasskey } from '../support/proving-session.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { SoftwarePasskey } from '../support/software-passkey.js';

const ORIGIN = 'https://console.northwind.example';
const PASSWORD = 'gravel-lantern-otter';

describe('R3 R7 R8 R9 second factors where others can reach the console', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  const key = new SoftwarePasskey(ORIGIN);

  beforeAll(async () => {
    web = await startWebForTest({ publicUrl: ORIGIN });
    dana = await danaSetsUp(web);
  });
  afterAll(() => web.close());

  /** Whoever fails waits ever longer, and every chapter fails on purpose: between them so much time passes that it is forgotten. */
  const clock = movedClock();
  const waitAWhile = () => clock.move(16 * 60_000);
  beforeEach(waitAWhile);
  afterAll(() => clock.restore());

  const browser = () => new BrowserSession(web.url);
  const login = async (body: object) => (await browser().post('/auth/login', body)).body;
  const hire = async (name: string, role: string): Promise<{ id: string; email: string }> => {
    const email = `${name}@northwind.example`;
    const { body, status } = await proving(dana, key, () => dana.post('/users', { email, name, role, password: PASSWORD, scope: { all: true } }));
    expect(status).toBe(201);
    return { id: body.id, email };
  };
  /** The next code of an app that is not used up: each step's code is good once. */
  let step = 0;
  const nextCode = async (secret: string): Promise<string> => generate({ secret, epoch: Math.floor(Date.now() / 1000) + 30 * (step++ === 0 ? 0 : 1) });

  it('R7 lets the owner of a new installation do nothing dangerous before a factor is enrolled', async () => {
    const refused = await dana.post('/users', { email: 'too@early.example', name: 'Too Early', role: 'technician' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'API-AUTH-03', detail: 'Enrol a second factor first.', stepUp: { methods: [] } } });
    expect((await dana.get('/users?q=early')).body.total).toBe(0);
  });

  it('R3 takes the first factor only with the password, so that a stolen session cannot make itself at home', async () => {
    expect(await enrolPasskey(dana, key)).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/currentPassword' }] } });
    const enrolled = await enrolPasskey(dana, key, { currentPassword: DANA.password });
    expect(enrolled).toMatchObject({ status: 201, body: { factor: { kind: 'passkey', deviceBound: false }, state: 'complete' } });
    expect(new Set(enrolled.body.recoveryCodes).size).toBe(10);
    for (const code of enrolled.body.recoveryCodes) expect(code).toMatch(/^([a-hjkmnp-z2-9]{4}-){5}[a-hjkmnp-z2-9]{4}$/);
  });

  it('R3 asks for the passkey after the password, and opens nothing but the login before it is shown', async () => {
    const session = browser();
    expect((await session.post('/auth/login', DANA_LOGIN)).body).toEqual({ state: 'factorRequired', methods: ['passkey', 'recovery-code'] });
    const halfway = session.cookieHeader;
    for (const path of ['/auth/me', '/users', '/devices', '/auth/sessions']) expect(await session.get(path)).toMatchObject({ status: 401, body: { code: 'API-AUTH-02' } });
    expect(await session.post('/auth/factors/passkey-options')).toMatchObject({ status: 401, body: { code: 'API-AUTH-02' } });
    expect((await session.get('/auth/login')).body).toMatchObject({ state: 'factorRequired' });
    const { body } = await session.post('/auth/login/passkey-options');
    expect(await session.post('/auth/login/factor', { passkey: key.get(body.options) })).toMatchObject({ status: 200, body: { state: 'complete' } });
    expect((await session.get('/auth/me')).body).toMatchObject({ email: DANA.email, secondFactor: { enrolled: true, mandatory: true } });
    // R9: the token of the half-open session is worth nothing any more.
    expect(session.cookieHeader).not.toBe(halfway);
    expect((await browser().get('/auth/me', { cookie: halfway })).status).toBe(401);
  });

  it.each([
    ['made for another site', { origin: 'https://console.northwind.example.evil.example' }],
    ['made without finger or PIN', { flags: 0x01 }],
    ['whose counter goes back, as that of a copied key', { count: 0 }],
  ])('R3 refuses an answer %s', async (_, wrong) => {
    const session = browser();
    await session.post('/auth/login', DANA_LOGIN);
    const { body } = await session.post('/auth/login/passkey-options');
    expect(await session.post('/auth/login/factor', { passkey: key.get(body.options, wrong) })).toMatchObject({ status: 401, body: { code: 'API-AUTH-01' } });
  });

  it('R3 refuses the passkey of somebody else, and an answer that is shown twice', async () => {
    const session = browser();
    await session.post('/auth/login', DANA_LOGIN);
    const ask = async () => (await session.post('/auth/login/passkey-options')).body.options;
    expect((await session.post('/auth/login/factor', { passkey: new SoftwarePasskey(ORIGIN).get(await ask()) })).status).toBe(401);
    const answer = key.get(await ask());
    const other = browser();
    await other.post('/auth/login', DANA_LOGIN);
    expect((await other.post('/auth/login/factor', { passkey: answer })).status).toBe(401);
    expect((await session.post('/auth/login/factor', { passkey: answer })).status).toBe(200);
    expect((await session.post('/auth/login/factor', { passkey: answer })).status).toBe(409);
  });

  it('R3 makes whoever has no factor enrol one, an authenticator app below the Super Admins', async () => {
    const { email } = await hire('tessa', 'technician');
    const session = browser();
    expect((await session.post('/auth/login', { email, password: PASSWORD })).body).toEqual({ state: 'enrolmentRequired', methods: ['passkey', 'totp'] });
    expect(await session.get('/devices')).toMatchObject({ status: 401, body: { code: 'API-AUTH-02' } });
    const { secret, uri } = (await session.post('/auth/factors/totp-options')).body;
    expect(uri).toMatch(/^otpauth:\/\/totp\/Latchkey:tessa%40northwind\.example\?secret=[A-Z2-7]{32}&issuer=Latchkey$/);
    expect((await session.post('/auth/factors/totp', { name: 'Phone', otp: '000000' })).body.code).toBe('API-INPUT-01');
    const enrolled = await session.post('/auth/factors/totp', { name: 'Phone', otp: await nextCode(secret) });
    expect(enrolled).toMatchObject({ status: 201, body: { factor: { kind: 'totp' } } });
    expect((await session.get('/devices')).status).toBe(200);

    // Each code is good once; of ten logins with one code exactly one gets in.
    const otp = await nextCode(secret);
    const states = await Promise.all(Array.from({ length: 8 }, () => login({ email, password: PASSWORD, otp })));
    expect(states.filter(({ state }) => state === 'complete')).toHaveLength(1);
    expect((await web.database.dataSource.query('SELECT sealed_secret FROM operator_factor WHERE kind = $1', ['totp']))[0].sealed_secret.toString('latin1')).not.toContain(secret);
    await recoveryCodesWorkOnce(email, enrolled.body.recoveryCodes);
  });

  async function recoveryCodesWorkOnce(email: string, [first]: string[]): Promise<void> {
    waitAWhile();
    const sessions = await Promise.all(Array.from({ length: 5 }, async () => {
      const session = browser();
      await session.post('/auth/login', { email, password: PASSWORD });
      return session;
    }));
    const answers = await Promise.all(sessions.map((session) => session.post('/auth/login/factor', { recoveryCode: first!.toUpperCase().replaceAll('-', ' ') })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const stored: { code_hash: Buffer }[] = await web.database.dataSource.query('SELECT code_hash FROM recovery_code');
    expect(stored.every(({ code_hash }) => code_hash.length === 32)).toBe(true);
  }

  it('R3 takes no authenticator app of a Super Admin, unless the installation says so', async () => {
    const { email } = await hire('sam', 'super-admin');
    const session = browser();
    expect((await session.post('/auth/login', { email, password: PASSWORD })).body).toEqual({ state: 'enrolmentRequired', methods: ['passkey'] });
    const { secret } = (await session.post('/auth/factors/totp-options')).body;
    expect(await session.post('/auth/factors/totp', { name: 'Phone', otp: await generate({ secret }) })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    const { headers, body } = await dana.get('/security-settings');
    expect(body).toMatchObject({ adminFactor: 'phishing-resistant', secondFactorMandatory: true, passkeys: true });
    const etag = { 'if-match': headers.get('etag')! };
    expect((await proving(dana, key, () => dana.put('/security-settings', { adminFactor: 'any' }, etag))).status).toBe(200);
    expect((await browser().post('/auth/login', { email, password: PASSWORD })).body.methods).toEqual(['passkey', 'totp']);
    const again = { 'if-match': (await dana.get('/security-settings')).headers.get('etag')! };
    await proving(dana, key, () => dana.put('/security-settings', { adminFactor: 'phishing-resistant' }, again));
  });

  it('R8 takes a proof for the act it was made for, once, and in the session it was made in', async () => {
    const { id } = await hire('victor', 'technician');
    const act = (body: object) => dana.patch(`/users/${id}`, body);
    const asked = await act({ role: 'manager' });
    expect(asked).toMatchObject({ status: 403, body: { code: 'API-AUTH-03', stepUp: { methods: ['passkey'] } } });
    const { act: mark } = asked.body.stepUp;
    expect((await prove(dana, key, mark)).status).toBe(204);
    // Another body, another address, another session: none of them is this act.
    expect((await act({ role: 'super-admin' })).status).toBe(403);
    expect((await dana.delete(`/users/${id}`)).status).toBe(403);
    const other = browser();
    await signInWithPasskey(other, { email: DANA.email, password: DANA.password }, key);
    expect((await other.patch(`/users/${id}`, { role: 'manager' })).status).toBe(403);
    expect((await act({ role: 'manager' })).status).toBe(200);
    expect((await act({ role: 'technician' })).status).toBe(403);
    expect((await act({ role: 'manager' })).status).toBe(403);
  });

  it('R8 does not lose a proof for something that fails for another reason, and lets it grow old', async () => {
    const { id } = await hire('wanda', 'technician');
    const act = (version: string) => dana.patch(`/users/${id}`, { name: 'Wanda May' }, { 'if-match': version });
    const asked = await act('*');
    await prove(dana, key, asked.body.stepUp.act);
    expect((await act('"99"')).status).toBe(412);
    await web.database.dataSource.query(`UPDATE step_up SET expires_at = now() - interval '1 second'`);
    expect((await act('*')).body.code).toBe('API-AUTH-03');
    expect((await proving(dana, key, () => act('*'))).status).toBe(200);
  });

  it('R7 has every dangerous act behind it', async () => {
    const { id } = await hire('xenia', 'technician');
    const acts = {
      create: () => dana.post('/users', { email: 'y@northwind.example', name: 'Y', role: 'technician' }),
      change: () => dana.patch(`/users/${id}`, { disabled: true }),
      invite: () => dana.post(`/users/${id}/invitation`),
      reset: () => dana.delete(`/users/${id}/factors`),
      delete: () => dana.delete(`/users/${id}`),
      key: () => dana.post('/api-keys', { name: 'K', rights: ['devices.read'] }),
      codes: () => dana.post('/auth/factors/recovery-codes'),
      factor: () => enrolPasskey(dana, new SoftwarePasskey(ORIGIN)),
      breakGlass: () => dana.post('/break-glass'),
      exportAudit: () => dana.post('/audit/export', { format: 'csv' }),
    };
    for (const [name, act] of Object.entries(acts)) expect([name, (await act()).body.code]).toEqual([name, 'API-AUTH-03']);
    expect((await proving(dana, key, acts.delete)).status).toBe(204);
  });

  it('R7 lets the audit log and the access report leave only with a proof, which is good for one file', async () => {
    const { body: client } = await dana.post('/clients', { name: 'Bakery Brown' });
    const { body: site } = await dana.post('/sites', { clientId: client.id, name: 'Shop' });
    for (const act of [() => dana.post('/audit/export', { format: 'csv' }), () => dana.post('/access-reports/export', { siteId: site.id, format: 'csv' })]) {
      expect((await act()).body).toMatchObject({ code: 'API-AUTH-03' });
      expect((await proving(dana, key, act)).status).toBe(200);
      expect((await act()).body).toMatchObject({ code: 'API-AUTH-03' });
    }
    expect((await dana.get('/audit?q=export')).body.items.map(({ action }: { action: string }) => action)).toEqual(['access-report.export', 'audit.export']);
  });

  it('R9 lists the sessions of an account and ends any of them', async () => {
    const session = browser();
    await signInWithPasskey(session, { email: DANA.email, password: DANA.password }, key);
    const { items } = (await dana.get('/auth/sessions')).body;
    expect(items.filter(({ isThis }: { isThis: boolean }) => isThis)).toHaveLength(1);
    const [{ id }] = (await session.get('/auth/sessions')).body.items.filter(({ isThis }: { isThis: boolean }) => isThis);
    expect((await dana.delete(`/auth/sessions/${id}`)).status).toBe(204);
    expect((await session.get('/auth/me')).status).toBe(401);
    expect((await dana.get('/auth/me')).status).toBe(200);
    expect((await dana.delete(`/auth/sessions/${id}`)).status).toBe(404);
  });

  it('R3 does not let the last factor go, and lets another person reset what somebody has lost', async () => {
    const [factor] = (await dana.get('/auth/factors')).body.items;
    expect((await proving(dana, key, () => dana.delete(`/auth/factors/${factor.id}`))).body.code).toBe('API-CONFLICT-03');
    const { items } = (await dana.get('/users?q=tessa')).body;
    expect(items[0].factors).toEqual(['totp']);
    expect((await proving(dana, key, () => dana.delete(`/users/${items[0].id}/factors`))).status).toBe(204);
    expect(await login({ email: 'tessa@northwind.example', password: PASSWORD })).toMatchObject({ state: 'enrolmentRequired' });
  });

  it('R3 is not gone round by a link for a new password', async () => {
    const { id, email } = await hire('uma', 'technician');
    const session = browser();
    await session.post('/auth/login', { email, password: PASSWORD });
    expect((await enrolPasskey(session, new SoftwarePasskey(ORIGIN))).status).toBe(201);
    const { body } = await proving(dana, key, () => dana.post(`/users/${id}/invitation`));
    const elsewhere = browser();
    const answer = await elsewhere.post('/auth/invitation', { token: new URL(body.link).hash.slice(1), password: 'meadow-copper-window' });
    expect(answer.body).toEqual({ state: 'factorRequired', methods: ['passkey', 'recovery-code'] });
    expect(await elsewhere.get('/devices')).toMatchObject({ status: 401, body: { code: 'API-AUTH-02' } });
  });

  it('R4 lets in by passkey alone, also while the password is locked by strangers', async () => {
    for (let n = 0; n < 11; n++) await browser().post('/auth/login', { email: DANA.email, password: `wrong-${n}` }, { 'user-agent': 'stranger' });
    const { body } = await browser().post('/auth/passkey-options');
    const session = browser();
    expect(await session.post('/auth/passkey', { challengeId: body.challengeId, passkey: key.get(body.options) })).toMatchObject({ status: 200, body: { state: 'complete' } });
    expect((await session.post('/auth/passkey', { challengeId: body.challengeId, passkey: key.get(body.options) })).status).toBe(401);
  });

  const DANA_LOGIN = { email: DANA.email, password: DANA.password };
});

describe('an installation that only its own machine can reach', () => {
  it('asks for no second factor, until somebody enrols one', async () => {
    const web = await startWebForTest();
    try {
      const dana = await danaSetsUp(web);
      expect((await dana.post('/users', { email: 'tim@northwind.example', name: 'Tim', role: 'technician', password: PASSWORD })).status).toBe(201);
      expect((await new BrowserSession(web.url).post('/auth/login', { email: 'tim@northwind.example', password: PASSWORD })).body).toEqual({ state: 'complete' });
      const key = new SoftwarePasskey('http://localhost:8080');
      expect((await enrolPasskey(dana, key, { currentPassword: DANA.password })).status).toBe(201);
      const again = new BrowserSession(web.url);
      expect((await again.post('/auth/login', { email: DANA.email, password: DANA.password })).body.state).toBe('factorRequired');
      expect((await dana.post('/users', { email: 'tom@northwind.example', name: 'Tom', role: 'technician' })).body.code).toBe('API-AUTH-03');
    } finally {
      await web.close();
    }
  });
});
