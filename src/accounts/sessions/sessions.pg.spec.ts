import { DANA, danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { type GuessedWeb, guessedWeb } from '../../../test/support/guessed-web.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { KnownSessions } from './known-sessions.js';

describe('signing in', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
  });

  afterAll(() => web.close());

  const attempt = (email: string, password: string) =>
    new BrowserSession(web.url).post('/auth/login', { email, password });

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await attempt(DANA.email.toUpperCase(), DANA.password);
    expect(answer).toMatchObject({ status: 200, body: { state: 'complete' } });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^latchkey_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
  });

  it('rotates the session: an old cookie does not become the new one', async () => {
    const browser = await new BrowserSession(web.url).signIn(DANA.email, DANA.password);
    const before = browser.cookieHeader;
    await browser.signIn(DANA.email, DANA.password);
    expect(browser.cookieHeader).not.toBe(before);
  });

  it('answers an unknown address, a wrong password and a disabled account alike', async () => {
    await hired(web, dana, 'otis');
    const { items } = (await dana.get('/users?q=otis')).body;
    await dana.patch(`/users/${items[0].id}`, { disabled: true });
    const answers = [
      await attempt('nobody@northwind.example', 'gravel-lantern-otter'),
      await attempt(DANA.email, 'not her password'),
      await attempt('otis@northwind.example', 'gravel-lantern-otter'),
    ];
    const told = answers.map(({ status, body: { requestId: _, ...body } }) => ({ status, body }));
    expect(told[0]).toMatchObject({ status: 401, body: { code: 'API-AUTH-01' } });
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  it('ends with signing out', async () => {
    const browser = await new BrowserSession(web.url).signIn(DANA.email, DANA.password);
    expect((await browser.post('/auth/logout')).status).toBe(204);
    expect(await browser.get('/auth/me')).toMatchObject({ status: 401, body: { code: 'API-AUTH-01' } });
  });

  it.each([
    { why: 'half an hour without use', change: `last_used_at = now() - interval '31 minutes'` },
    { why: 'twelve hours', change: `expires_at = now() - interval '1 second'` },
  ])('ends after $why', async ({ change }) => {
    const browser = await new BrowserSession(web.url).signIn(DANA.email, DANA.password);
    await web.database.dataSource.query(
      `UPDATE operator_session SET ${change} WHERE id = (SELECT id FROM operator_session ORDER BY created_at DESC LIMIT 1)`,
    );
    web.part(KnownSessions).forget(() => true);
    expect((await browser.get('/auth/me')).status).toBe(401);
  });

  it('ends for an operator whose role was changed, and at once', async () => {
    const theo = await hired(web, dana, 'theo');
    const { items } = (await dana.get('/users?q=theo')).body;
    expect((await dana.patch(`/users/${items[0].id}`, { role: 'auditor' })).status).toBe(200);
    expect((await theo.get('/auth/me')).status).toBe(401);
  });

  it('leaves the session alone when only the permission to control is withdrawn', async () => {
    const cleo = await hired(web, dana, 'cleo', {}, true);
    const { items } = (await dana.get('/users?q=cleo')).body;
    await dana.patch(`/users/${items[0].id}`, { allowRemoteControl: false });
    expect(await cleo.get('/auth/me')).toMatchObject({ status: 200, body: { allowRemoteControl: false } });
  });

  it('asks for the present password before it is changed, and then ends the other sessions', async () => {
    const here = await hired(web, dana, 'ada');
    const there = await new BrowserSession(web.url).signIn('ada@northwind.example', 'gravel-lantern-otter');
    expect(
      await here.post('/auth/password', { currentPassword: 'a guess, no more', newPassword: 'marble-kettle-fern' }),
    ).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
    expect(
      (
        await here.post('/auth/password', {
          currentPassword: 'gravel-lantern-otter',
          newPassword: 'marble-kettle-fern',
        })
      ).status,
    ).toBe(204);
    expect((await here.get('/auth/me')).status).toBe(200);
    expect((await there.get('/auth/me')).status).toBe(401);
  });

  it('takes a password of 256 characters, and one that is years old', async () => {
    const password = 'long sentence, '.repeat(18).slice(0, 256);
    expect((await dana.post('/users', { email: 'long@northwind.example', name: 'Lo Ng', role: 'technician', password })).status).toBe(201);
    await web.database.dataSource.query(`UPDATE operator SET created_at = now() - interval '9 years', updated_at = now() - interval '9 years' WHERE email = 'long@northwind.example'`);
    const login = (typed: string) => new BrowserSession(web.url).post('/auth/login', { email: 'long@northwind.example', password: typed });
    expect([(await login(password.slice(0, 255))).status, (await login(password)).body]).toEqual([401, { state: 'complete' }]);
  });

  it('keeps neither passwords nor tokens in readable form', async () => {
    const browser = await new BrowserSession(web.url).signIn(DANA.email, DANA.password);
    const token = browser.cookieHeader.split('=')[1] ?? '';
    const [{ dump }] = await web.database.dataSource.query(
      `SELECT string_agg(row::text, ' ') AS dump FROM (SELECT to_jsonb(o) AS row FROM operator o UNION ALL SELECT to_jsonb(s) FROM operator_session s UNION ALL SELECT to_jsonb(a) FROM audit_entry a) everything`,
    );
    expect(dump).toContain('$argon2id$');
    expect(dump).not.toContain(DANA.password);
    expect(dump).not.toContain(token);
  });
});

describe('R4 guessing passwords', () => {
  const LONGEST_DELAY_MS = 5 * 60_000;
  let guessed: GuessedWeb;

  beforeAll(async () => {
    guessed = await guessedWeb();
  });

  afterAll(() => guessed.close());

  /** After as long as a delay can be: what is bounded here is how often. */
  const from = (address: string, password: string, email: string = DANA.email) => {
    guessed.clock.move(LONGEST_DELAY_MS);
    return guessed.tries(email, password, address);
  };

  it('stops after ten failures, whatever a forged header says, and says when to come back', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++) statuses.push((await from(`203.0.113.${n}, 198.51.100.7`, 'guess number one')).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    const refused = await from('198.51.100.7', DANA.password);
    expect(refused).toMatchObject({ status: 429, body: { code: 'API-RATE-01' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('does not lock out the owner at the address she is known at', async () => {
    expect((await from('127.0.0.1', DANA.password)).status).toBe(200);
  });

  it('treats an address that nobody has like one that somebody has', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++)
      statuses.push((await from('198.51.100.99', 'guess number one', 'ghost@northwind.example')).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
  });
});
