import { danaSetsUp } from '../../../test/personas/dana.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type MailCatcher, mailCatcher } from '../../../test/support/mail-catcher.js';
import { type NotifyingCore, notifyingCore } from '../../../test/support/notifying-core.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { raise } from '../raising/raise.js';

describe('the mails of a rule', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let core: NotifyingCore;
  let server: MailCatcher;
  /** What the server says to every recipient. */
  let refusal: number | null = null;
  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    core = await notifyingCore(web);
    server = await mailCatcher({ onRcptTo: (_, __, done) => (refusal === null ? done() : done(Object.assign(new Error('not now'), { responseCode: refusal }))) });
  });
  afterAll(async () => {
    await core.close();
    await server.close();
    await web.close();
  });
  beforeEach(async () => {
    refusal = null;
    server.caught.length = 0;
    await query('DELETE FROM notification_rule');
  });
  afterEach(() => expect(core.failures).toEqual([]));

  const query = (sql: string, values: unknown[] = []) => web.database.dataSource.query(sql, values);
  const rule = (...emails: string[]) => dana.post('/notification-rules', { name: 'Desk', event: 'break-glass.used', channels: { emails } });
  const happens = (by: string) => new UnitOfWork(web.database.dataSource).run((tx) => raise(tx, { event: 'break-glass.used', key: by, facts: { by } }));
  const later = (minutes: number) => query('UPDATE notification_rule SET mailed_at = mailed_at - make_interval(mins => $1)', [minutes]);
  const mails = () => query('SELECT state, attempts, answer, round(extract(epoch FROM due_at - now()))::int AS "dueIn" FROM outgoing_mail WHERE rule_id IS NOT NULL ORDER BY recipient');

  it('wait until somebody says how e-mail is sent', async () => {
    await rule('desk@northwind.example');
    await happens('Theo');
    await core.look();
    expect(await mails()).toEqual([]);
    await dana.put('/mail-settings', { host: '127.0.0.1', port: server.port, security: 'none', fromAddress: 'latchkey@northwind.example', fromName: 'Latchkey' });
    await core.look();
    expect(server.caught).toMatchObject([{ to: ['desk@northwind.example'], subject: '[Latchkey] The break-glass account was used' }]);
    expect(server.caught[0]!.text).toContain('By Theo.');
    expect(server.caught[0]!.text).toContain('https://latchkey.northwind.example/audit');
  });

  it('come one in ten minutes, with what happened in between', async () => {
    await rule('desk@northwind.example');
    await happens('first');
    await core.look();
    await happens('second');
    await happens('third');
    await core.look();
    await later(9);
    await core.look();
    expect(server.caught).toHaveLength(1);
    await later(1);
    await core.look();
    await core.look();
    expect(server.caught).toHaveLength(2);
    expect(server.caught[1]!.subject).toBe('[Latchkey] 2 notifications: The break-glass account was used');
    for (const by of ['second', 'third']) expect(server.caught[1]!.text).toContain(`By ${by}.`);
  });

  it('go to each recipient alone', async () => {
    await rule('desk@northwind.example', 'sal@northwind.example');
    await happens('Theo');
    await core.look();
    expect(server.caught.map(({ to }) => to.join()).sort()).toEqual(['desk@northwind.example', 'sal@northwind.example']);
    for (const { to, source } of server.caught) expect(source.includes('sal@northwind.example')).toBe(to[0] === 'sal@northwind.example');
  });

  it('are tried again while that can help, under the same Message-ID', async () => {
    await rule('desk@northwind.example');
    refusal = 451;
    await happens('Theo');
    await core.look();
    expect(await mails()).toMatchObject([{ state: 'waiting', attempts: 1, answer: expect.stringContaining('451') as string, dueIn: 5 }]);
    await core.look();
    expect(await mails()).toMatchObject([{ attempts: 1 }]);
    refusal = null;
    await query('UPDATE outgoing_mail SET due_at = now()');
    await core.look();
    expect(await mails()).toMatchObject([{ state: 'sent', attempts: 2 }]);
    const [{ id }] = await query('SELECT id FROM outgoing_mail WHERE rule_id IS NOT NULL');
    expect(server.caught[0]!.source).toMatch(new RegExp(`^Message-ID:\\s+<${id}@latchkey\\.northwind\\.example>`, 'im'));
  });

  it('are given up where the server refuses for good, and after the last try', async () => {
    await rule('desk@northwind.example');
    refusal = 550;
    await happens('for good');
    await core.look();
    expect(await mails()).toMatchObject([{ state: 'failed', attempts: 1 }]);
    refusal = 451;
    await later(10);
    await happens('at last');
    await core.look();
    await query(`UPDATE outgoing_mail SET attempts = 6, due_at = now() WHERE state = 'waiting'`);
    await core.look();
    expect(((await mails()) as { state: string; attempts: number }[]).map(({ state, attempts }) => `${state} after ${attempts}`).sort()).toEqual(['failed after 1', 'failed after 7']);
  });

  it('are sent by the next process when one died with them', async () => {
    await rule('desk@northwind.example');
    refusal = 451;
    await happens('Theo');
    await core.look();
    await query(`UPDATE outgoing_mail SET due_at = now() + interval '2 minutes' WHERE state = 'waiting'`);
    refusal = null;
    await core.look();
    expect(server.caught).toEqual([]);
    await query('UPDATE outgoing_mail SET due_at = now()');
    await core.look();
    expect(server.caught).toHaveLength(1);
  });

  it('do not come for what is a day old', async () => {
    await rule('desk@northwind.example');
    await happens('first');
    await core.look();
    await happens('old');
    await query(`UPDATE notification SET raised_at = now() - interval '25 hours' WHERE mail = 'waiting'`);
    await later(11);
    await core.look();
    expect(server.caught).toHaveLength(1);
  });
});
