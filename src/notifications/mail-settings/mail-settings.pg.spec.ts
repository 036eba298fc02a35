import { randomBytes } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type MailCatcher, mailCatcher } from '../../../test/support/mail-catcher.js';
import { type NotifyingCore, notifyingCore } from '../../../test/support/notifying-core.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('how e-mail is sent', () => {
  const password = randomBytes(12).toString('hex');
  let web: WebUnderTest;
  let dana: BrowserSession;
  let core: NotifyingCore;
  let server: MailCatcher;
  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    server = await mailCatcher({
      authOptional: false,
      onAuth: (auth, _, done) => (auth.password === password ? done(null, { user: auth.username }) : done(Object.assign(new Error('who are you'), { responseCode: 535 }))),
    });
  });
  afterAll(async () => {
    await core.close();
    await server.close();
    await web.close();
  });
  const settings = (more: object = {}) => ({ host: '127.0.0.1', port: server.port, security: 'none', user: 'dana', fromAddress: 'latchkey@northwind.example', fromName: 'Latchkey', ...more });
  const put = (body: object, version = '*') => dana.put('/mail-settings', body, { 'if-match': version });

  it('is nobody’s until somebody says, and takes no secret before core can keep it', async () => {
    expect((await dana.get('/mail-settings')).body).toMatchObject({ host: null, hasPassword: false, version: 0 });
    expect(await dana.post('/mail-settings/test', { to: 'dana@northwind.example' })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    expect(await dana.put('/mail-settings', settings({ password }))).toMatchObject({ status: 503, body: { code: 'API-UNAVAILABLE-01' } });
    core = await notifyingCore(web);
  });

  it('is said once without a version, then with the one that was read', async () => {
    expect(await dana.put('/mail-settings', settings({ password }))).toMatchObject({ status: 200, body: { hasPassword: true, version: 1 } });
    expect(await dana.put('/mail-settings', settings())).toMatchObject({ status: 428 });
    expect(await put(settings(), '"7"')).toMatchObject({ status: 412 });
    expect(await put(settings(), '"1"')).toMatchObject({ status: 200, body: { hasPassword: true, version: 2 } });
  });

  it('is tried for real, and the server’s words come back', async () => {
    const answer = await dana.post('/mail-settings/test', { to: 'dana@northwind.example' });
    expect(answer).toMatchObject({ status: 200, body: { answer: expect.stringContaining('taken as number 1') as string } });
    expect(server.caught[0]).toMatchObject({ user: 'dana', from: 'latchkey@northwind.example', to: ['dana@northwind.example'] });
  });

  it('tells what the server refused, in its words', async () => {
    await put(settings({ password: 'not this one' }));
    const answer = await dana.post('/mail-settings/test', { to: 'dana@northwind.example' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03', detail: expect.stringContaining('535') as string } });
    await put(settings({ password }));
  });

  it('shows the password to nobody: not in answers, the audit log or the database', async () => {
    const answers = [await dana.get('/mail-settings'), await put(settings({ password })), await dana.get('/audit?limit=100')];
    expect(JSON.stringify(answers.map(({ body }) => body as unknown))).not.toContain(password);
    const [{ sealed }] = await web.database.dataSource.query('SELECT sealed_password AS sealed FROM mail_settings');
    expect(sealed.includes(Buffer.from(password))).toBe(false);
    const audited = (await dana.get('/audit?q=mail')).body.items as { action: string }[];
    expect(new Set(audited.map(({ action }) => action))).toEqual(new Set(['mail-settings.change', 'mail-settings.test']));
  });

  it('keeps a password for the server it was given for', async () => {
    for (const other of [{ port: server.port + 1 }, { host: 'localhost' }, { user: 'mallory' }]) {
      expect(await put(settings(other))).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/password' }] } });
    }
    expect(await put(settings({ user: null }))).toMatchObject({ status: 200, body: { hasPassword: false, user: null } });
  });

  it.each([
    [{ port: 0 }, '/port'],
    [{ security: 'ssl' }, '/security'],
    [{ host: 'mail server' }, '/host'],
    [{ fromAddress: 'latchkey' }, '/fromAddress'],
    [{ host: 'mail.northwind.example', security: 'none' }, '/security'],
    [{ user: null, password: 'x' }, '/user'],
  ])('refuses %j', async (wrong, pointer) => {
    expect(await put(settings(wrong))).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer }] } });
  });

  it('is for those who manage notifications', async () => {
    const mona = await hired(web, dana, 'mona', { all: true });
    for (const answer of [await mona.get('/mail-settings'), await mona.put('/mail-settings', settings()), await mona.post('/mail-settings/test', { to: 'a@b.example' })])
      expect(answer).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(core.failures).toEqual([]);
  });
});
