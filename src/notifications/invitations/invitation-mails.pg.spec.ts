import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { eventually } from '../../../test/support/eventually.js';
import { type MailCatcher, mailCatcher } from '../../../test/support/mail-catcher.js';
import { type NotifyingCore, notifyingCore } from '../../../test/support/notifying-core.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('invitations by e-mail', () => {
  const PASSWORD = 'meadow-copper-window';
  let web: WebUnderTest;
  let dana: BrowserSession;
  let core: NotifyingCore;
  let server: MailCatcher;
  /** What the mail server says to whom it is to bring something; null: it takes it. */
  let refusal: { code: number; says: string } | null = null;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    core = await notifyingCore(web);
    server = await mailCatcher({
      onRcptTo: (_, __, done) => done(refusal && Object.assign(new Error(refusal.says), { responseCode: refusal.code })),
    });
  });
  afterEach(() => (refusal = null));
  afterAll(async () => {
    await core.close();
    await server.close();
    await web.close();
  });

  const newUser = async (name: string): Promise<string> => (await dana.post('/users', { email: `${name}@northwind.example`, name, role: 'technician' })).body.id;
  const send = (id: string) => dana.post(`/users/${id}/invitation-mail`);
  const read = async (id: string) => (await dana.get(`/users/${id}/invitation-mail`)).body;
  const became = (id: string, state: string) => eventually(`the mail is ${state}`, async () => {
    const mail = await read(id);
    return mail.state === state && mail;
  });
  const tokenIn = (text: string) => /\/invitation#([\w-]{43})$/m.exec(text)?.[1];
  const accept = (token: string | undefined) => new BrowserSession(web.url).post('/auth/invitation', { token, password: PASSWORD });
  const kept = async (): Promise<string> => {
    const [{ dump }] = await web.database.dataSource.query(`SELECT (SELECT string_agg(to_jsonb(a)::text, '') FROM audit_entry a) || (SELECT string_agg(to_jsonb(m)::text, '') FROM outgoing_mail m) AS dump`);
    return dump;
  };

  it('are possible once somebody has said how e-mail is sent, and void no link before', async () => {
    const id = await newUser('early');
    const { link } = (await dana.post(`/users/${id}/invitation`)).body;
    expect(await read(id)).toEqual({ isPossible: false, state: 'none', recipient: null, answer: null, at: null });
    expect(await send(id)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    expect((await accept(new URL(link).hash.slice(1))).status).toBe(200);
    const settings = { host: '127.0.0.1', port: server.port, security: 'none', fromAddress: 'latchkey@northwind.example', fromName: 'Latchkey' };
    expect((await dana.put('/mail-settings', settings, { 'if-match': '*' })).status).toBe(200);
  });

  it('bring the link to the person and to nobody else, as plain text and as HTML', async () => {
    const id = await newUser('nora');
    const answer = await send(id);
    expect(answer).toMatchObject({ status: 201, body: { isPossible: true, state: 'waiting', recipient: 'nora@northwind.example' } });
    expect(await became(id, 'sent')).toMatchObject({ answer: expect.stringContaining('taken as number') });
    const mail = server.caught.at(-1)!;
    expect(mail).toMatchObject({ to: ['nora@northwind.example'], from: 'latchkey@northwind.example', subject: expect.stringMatching(/^\[Latchkey\] Dana Okafor invites you to /) });
    expect(mail.text).toMatch(/^Hello nora,/);
    expect(mail.source).toMatch(/Content-Type: text\/html/);
    const token = tokenIn(mail.text)!;
    expect(JSON.stringify(answer.body)).not.toContain(token);
    expect(await kept()).not.toContain(token);
    const [{ links }] = await web.database.dataSource.query('SELECT count(sealed_link)::int AS links FROM outgoing_mail');
    expect(links).toBe(0);
    expect((await accept(token)).status).toBe(200);
    expect((await accept(token)).status).toBe(401);
  });

  it('can be sent again: the newer link is good, the older one void; whoever has a password is told of a new one', async () => {
    const id = await newUser('olga');
    for (const _ of [1, 2]) {
      await send(id);
      await became(id, 'sent');
    }
    const [first, second] = server.caught.filter(({ to }) => to[0] === 'olga@northwind.example').map(({ text }) => tokenIn(text));
    expect((await accept(first)).status).toBe(401);
    expect((await accept(second)).status).toBe(200);
    await send(id);
    await became(id, 'sent');
    expect(server.caught.at(-1)!.subject).toMatch(/^\[Latchkey\] Choose a new password for /);
  });

  it('show what the server said when it refused, and can be sent again then', async () => {
    const id = await newUser('petra');
    refusal = { code: 550, says: 'no such person here' };
    await send(id);
    expect(await became(id, 'failed')).toMatchObject({ answer: expect.stringContaining('no such person here') });
    refusal = null;
    await send(id);
    await became(id, 'sent');
  });

  it('are tried again where the server is busy, but not with a link that is void by then', async () => {
    const id = await newUser('quinn');
    refusal = { code: 451, says: 'busy, come back' };
    await send(id);
    await eventually('the first try has failed', async () => (await read(id)).answer !== null);
    expect(await read(id)).toMatchObject({ state: 'waiting', answer: expect.stringContaining('busy') });
    refusal = null;
    await dana.post(`/users/${id}/invitation`);
    const before = server.caught.length;
    await web.database.dataSource.query(`UPDATE outgoing_mail SET due_at = now() WHERE invited_id = $1`, [id]);
    await core.look();
    expect(await read(id)).toMatchObject({ state: 'failed', answer: expect.stringContaining('not good any more') });
    expect(server.caught).toHaveLength(before);
  });

  it('let no name become markup or a header', async () => {
    const name = '<b onclick=x>Rosa</b>\r\nBcc: mallory@elsewhere.example';
    const { body } = await dana.post('/users', { email: 'rosa@northwind.example', name: name.replace(/[\r\n]+/g, ' '), role: 'technician' });
    await web.database.dataSource.query('UPDATE operator SET name = $2 WHERE id = $1', [body.id, name]);
    await send(body.id);
    await became(body.id, 'sent');
    const mail = server.caught.at(-1)!;
    expect(mail.to).toEqual(['rosa@northwind.example']);
    expect(mail.source).not.toMatch(/^Bcc:/m);
    const [, html = ''] = mail.source.split('Content-Type: text/html');
    expect(html).toContain('&lt;b onclick');
    expect(html).not.toContain('<b onclick');
    expect(mail.text).toContain('Hello <b onclick=x>Rosa</b> Bcc: mallory@elsewhere.example,');
  });

  it('are sent by who may manage users, for no more than he holds', async () => {
    const sal = await hired(web, dana, 'sal');
    const [owner] = (await dana.get('/users?role=primary-super-admin')).body.items;
    expect((await sal.post(`/users/${owner.id}/invitation-mail`)).body.code).toBe('API-RIGHT-01');
    const theo = await hired(web, dana, 'theo');
    expect((await theo.get(`/users/${owner.id}/invitation-mail`)).body.code).toBe('API-RIGHT-01');
    expect(await dana.get('/users/00000000-0000-4000-8000-000000000000/invitation-mail')).toMatchObject({ status: 404 });
    expect(core.failures).toEqual([]);
  });
});
