import { createHmac, randomBytes } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type NotifyingCore, notifyingCore } from '../../../test/support/notifying-core.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { eventually } from '../../../test/support/eventually.js';
import { type Posted, type WebhookReceiver, webhookReceiver } from '../../../test/support/webhook-receiver.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { SealingKey } from '../../platform/sealing/sealing-key.js';
import { raise } from '../raising/raise.js';

describe('a webhook', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let core: NotifyingCore;
  let receiver: WebhookReceiver;
  const sealingKey = new SealingKey(randomBytes(32));
  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    core = await notifyingCore(web, undefined, sealingKey);
    receiver = await webhookReceiver();
  });
  afterAll(async () => {
    await core.close();
    await receiver.close();
    await web.close();
  });
  beforeEach(() => {
    receiver.answer = 204;
    receiver.posted.length = 0;
  });
  afterEach(() => expect(core.failures).toEqual([]));

  let named = 0;
  const made = async (more: object = {}) => {
    const answer = await dana.post('/webhooks', { name: `Desk ${++named}`, url: receiver.url, events: ['break-glass.used'], ...more });
    expect(answer.status).toBe(201);
    return answer.body as { id: string; version: number; secret: string; name: string };
  };
  const query = (sql: string, values: unknown[] = []) => web.database.dataSource.query(sql, values);
  const happens = (key: string) => new UnitOfWork(web.database.dataSource).run((tx) => raise(tx, { event: 'break-glass.used', key, facts: { by: 'Dana' } }));
  const deliveries = async (id: string) => (await dana.get(`/webhooks/${id}/deliveries`)).body.items;
  const dueNow = (id: string) => query(`UPDATE webhook_delivery SET due_at = now() WHERE webhook_id = $1 AND state = 'waiting'`, [id]);
  const isSignedWith = (secret: string, { headers, text }: Posted) =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${text}`).digest('base64')}` ===
    headers['webhook-signature'];

  it('has a secret that is shown at its making, and nowhere else', async () => {
    const { id, secret, name } = await made();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const answers = [await dana.get('/webhooks'), await dana.get(`/webhooks/${id}`), await dana.patch(`/webhooks/${id}`, { name: `${name}!` }), await dana.get('/audit?limit=200')];
    expect(JSON.stringify(answers.map(({ body }) => body as unknown))).not.toContain(secret.slice(6));
    const [{ sealed }] = await query('SELECT sealed_secret AS sealed FROM webhook WHERE id = $1', [id]);
    expect(sealed.includes(Buffer.from(secret.slice(6), 'base64'))).toBe(false);
  });

  it('is made once for one Idempotency-Key, and shows its secret to no repetition', async () => {
    const body = { name: 'Only once', url: receiver.url };
    const key = { 'idempotency-key': 'made-once' };
    expect((await dana.post('/webhooks', body, key)).status).toBe(201);
    expect(await dana.post('/webhooks', body, key)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    const stored = JSON.stringify(await query('SELECT body FROM idempotency_key'));
    expect(stored).not.toContain('whsec_');
  });

  it('is tried for real, signed by its secret', async () => {
    const { id, secret, name } = await made({ enabled: false });
    const answer = await dana.post(`/webhooks/${id}/test`);
    expect(answer).toMatchObject({ status: 200, body: { state: 'delivered', event: 'test', attempts: 1, tries: [{ status: 204, failure: null }] } });
    expect(receiver.posted).toMatchObject([{ headers: { 'webhook-id': answer.body.id }, body: { type: 'test', data: { lines: [expect.stringContaining(name)] } } }]);
    expect(isSignedWith(secret, receiver.posted[0]!)).toBe(true);
    receiver.answer = 500;
    expect(await dana.post(`/webhooks/${id}/test`)).toMatchObject({ status: 200, body: { state: 'failed', tries: [{ status: 500, failure: 'It answered 500.' }] } });
  });

  it('signs with its new secret from then on', async () => {
    const { id, secret } = await made();
    const rotated = await dana.post(`/webhooks/${id}/rotate-secret`, {}, { 'if-match': '"1"' });
    expect(rotated.body.secret).not.toBe(secret);
    await dana.post(`/webhooks/${id}/test`);
    expect([isSignedWith(secret, receiver.posted[0]!), isSignedWith(rotated.body.secret, receiver.posted[0]!)]).toEqual([false, true]);
    expect(await dana.post(`/webhooks/${id}/rotate-secret`, {}, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  });

  it('takes what it asked for, once, also when told twice', async () => {
    const { id } = await made();
    await happens('one');
    await happens('one');
    await core.look();
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', event: 'break-glass.used', attempts: 1 }]);
    const mine = receiver.posted.filter(({ body }) => body.type === 'break-glass.used' && body.data.by === 'Dana');
    expect(mine[0]!.body).toMatchObject({ data: { title: 'The break-glass account was used', url: 'https://latchkey.northwind.example/audit', placeCount: 0 } });
    await dana.patch(`/webhooks/${id}`, { events: [] });
    await happens('two');
    await core.look();
    expect(await deliveries(id)).toHaveLength(1);
  });

  it('is tried again after pauses that grow, under the same id and with the same bytes, and then given up', async () => {
    const { id } = await made();
    receiver.answer = 503;
    await happens('tried again');
    await core.look();
    const pauses: number[] = [];
    for (let tries = 1; tries <= 6; tries++) {
      const [{ nextAttemptAt, tries: done }] = await deliveries(id);
      pauses.push(Math.round((Date.parse(nextAttemptAt) - Date.parse(done.at(-1).at)) / 1000));
      await core.look();
      expect((await deliveries(id))[0].attempts).toBe(tries);
      await dueNow(id);
      await core.look();
    }
    expect(pauses).toEqual([5, 30, 300, 1_800, 7_200, 18_000]);
    expect(await deliveries(id)).toMatchObject([{ state: 'failed', attempts: 7, nextAttemptAt: null }]);
    const [first] = await deliveries(id);
    const mine = receiver.posted.filter(({ headers }) => headers['webhook-id'] === first.id);
    expect(mine).toHaveLength(7);
    expect(new Set(mine.map(({ text }) => text)).size).toBe(1);
  });

  it('is posted by the next process when one died with it', async () => {
    const { id } = await made();
    await happens('died with');
    // As a process leaves it that took it and was killed: counted, leased, and without a try.
    await core.look();
    await query(`UPDATE webhook_delivery SET state = 'waiting', attempts = 1, under_way = true, tries = '[]', done_at = NULL, due_at = now() + interval '1 minute' WHERE webhook_id = $1`, [id]);
    await core.look();
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    await dueNow(id);
    await core.look();
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
  });

  it('that answers slowly has two deliveries under way at most, and the others wait for none of them', async () => {
    const slow = await webhookReceiver();
    const other = await notifyingCore(web, undefined, sealingKey);
    slow.hold();
    const { id } = await made({ name: 'Slow', url: slow.url, events: ['provider.down'] });
    await made({ name: 'Quick', events: ['break-glass.used'] });
    await query(
      `INSERT INTO webhook_delivery (id, webhook_id, key, event, body) SELECT gen_random_uuid(), $1, 'slow ' || n, 'provider.down', '{}' FROM generate_series(1, 40) n`,
      [id],
    );
    const looking = [core.look(), other.look()];
    await eventually('two stand before the slow one', () => slow.standing === 2);
    await happens('while another is slow');
    looking.push(core.look());
    await eventually('the quick one has its own', () => receiver.posted.some(({ body }) => body.type === 'break-glass.used'));
    expect(slow.posted).toHaveLength(2);
    // Each that arrives makes room for the next: the rest is no matter of looks to come.
    slow.letGo();
    await Promise.all(looking);
    expect(slow.posted).toHaveLength(40);
    expect(await query('SELECT state, count(*)::int AS n FROM webhook_delivery WHERE webhook_id = $1 GROUP BY state', [id])).toEqual([{ state: 'delivered', n: 40 }]);
    await other.close();
    await slow.close();
  });

  it('whose secret was exchanged in the database says so, and posts nothing', async () => {
    const { id } = await made();
    await query('UPDATE webhook SET sealed_secret = $2 WHERE id = $1', [id, Buffer.alloc(92)]);
    expect(await dana.post(`/webhooks/${id}/test`)).toMatchObject({ status: 200, body: { state: 'failed', tries: [{ failure: 'Its secret cannot be read any more. Make a new one.' }] } });
    expect(receiver.posted).toEqual([]);
  });

  it('is disabled after five days of failures only, and says so', async () => {
    const { id, name } = await made();
    receiver.answer = 500;
    await happens('begins to fail');
    await core.look();
    expect((await dana.get(`/webhooks/${id}`)).body).toMatchObject({ enabled: true, disabledReason: null, failingSince: expect.any(String) as string });
    const failedFor = async (age: string) => {
      await query('UPDATE webhook SET failing_since = now() - $2::interval WHERE id = $1', [id, age]);
      await dueNow(id);
      await core.look();
      return (await dana.get(`/webhooks/${id}`)).body;
    };
    expect(await failedFor('4 days 23 hours')).toMatchObject({ enabled: true });
    expect(await failedFor('5 days 1 hour')).toMatchObject({ enabled: false, disabledReason: 'It took nothing for five days.' });
    expect(await deliveries(id)).toMatchObject([{ state: 'failed' }]);
    expect((await dana.get('/notifications')).body.items[0]).toMatchObject({ event: 'webhook.disabled', title: `The webhook “${name}” was disabled`, isRead: false });
    expect((await dana.get('/audit?limit=5')).body.items[0]).toMatchObject({ action: 'webhook.disable', subjectName: name, actorName: 'Latchkey' });
    expect((await dana.patch(`/webhooks/${id}`, { enabled: true })).body).toMatchObject({ enabled: true, disabledReason: null, failingSince: null });
  });

  it('is not counted as failing any more once something was taken', async () => {
    const { id } = await made();
    receiver.answer = 500;
    await happens('fails first');
    await core.look();
    receiver.answer = 200;
    await dueNow(id);
    await core.look();
    expect((await dana.get(`/webhooks/${id}`)).body).toMatchObject({ failingSince: null });
    receiver.answer = 410;
    await happens('is gone');
    await core.look();
    expect((await dana.get(`/webhooks/${id}`)).body).toMatchObject({ enabled: false, disabledReason: 'It answered 410: it is gone for good.' });
  });

  it.each(['http://hooks.example/', 'https://10.0.0.1/', 'https://169.254.169.254/latest/meta-data', 'https://[::1]/', 'https://localhost.example@127.0.0.2/', 'gopher://hooks.example/'])(
    'R25 is not made for %s',
    async (url) => {
      const { id } = await made();
      for (const answer of [await dana.post('/webhooks', { name: 'Inside', url }), await dana.patch(`/webhooks/${id}`, { url })])
        expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/url', rule: 'outbound' }] } });
    },
  );

  it('R25 reaches nothing inside through a name, and says why', async () => {
    const { id } = await made({ url: `https://localhost:${new URL(receiver.url).port}/` });
    expect(await dana.post(`/webhooks/${id}/test`)).toMatchObject({ status: 200, body: { state: 'failed', tries: [{ status: null, failure: 'Its name leads to a private address.' }] } });
    expect(receiver.posted).toEqual([]);
  });

  it('has a name of its own, and ends when no rule sends to it', async () => {
    const { id, name, version } = await made();
    expect(await dana.post('/webhooks', { name: name.toUpperCase(), url: receiver.url })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-01' } });
    const rule = (await dana.post('/notification-rules', { name: 'To the desk', event: 'provider.down', channels: { webhookIds: [id] } })).body;
    expect(await dana.delete(`/webhooks/${id}`)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-02', usedBy: [{ kind: 'notification-rule', id: rule.id, name: 'To the desk' }] } });
    await dana.delete(`/notification-rules/${rule.id}`);
    expect(await dana.delete(`/webhooks/${id}`, { 'if-match': `"${version + 1}"` })).toMatchObject({ status: 412 });
    expect((await dana.delete(`/webhooks/${id}`)).status).toBe(204);
    expect((await dana.get(`/webhooks/${id}`)).status).toBe(404);
  });

  it('is for those who manage notifications', async () => {
    const { id } = await made();
    const mona = await hired(web, dana, 'mona', { all: true });
    const answers = [await mona.get('/webhooks'), await mona.get(`/webhooks/${id}/deliveries`), await mona.post(`/webhooks/${id}/rotate-secret`), await mona.post(`/webhooks/${id}/test`)];
    for (const answer of answers) expect(answer).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });
});
