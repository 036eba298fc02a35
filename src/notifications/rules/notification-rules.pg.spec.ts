import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('a notification rule', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let site: string;
  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    const client = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    site = (await dana.post('/sites', { clientId: client, name: 'Shop' })).body.id;
  });
  afterAll(() => web.close());

  let named = 0;
  const wanted = (more: object = {}) => ({ name: `Desk ${++named}`, event: 'device.failed', channels: { emails: ['desk@northwind.example'] }, ...more });

  it('is for everything unless it says otherwise, and is on', async () => {
    const body = wanted();
    const answer = await dana.post('/notification-rules', body);
    expect(answer).toMatchObject({
      status: 201,
      body: { ...body, parameters: {}, scope: { all: true, clientIds: [], siteIds: [] }, channels: { emails: ['desk@northwind.example'], webhookIds: [], console: false }, enabled: true, lastToldAt: null, version: 1 },
    });
    expect(answer.headers.get('etag')).toBe('"1"');
    expect((await dana.get('/notification-rules?sort=-createdAt')).body.items[0]).toEqual(answer.body);
  });

  it('is changed in what it names, by who has seen it as it is', async () => {
    const { id, name } = (await dana.post('/notification-rules', wanted({ parameters: { afterHours: 3 } }))).body;
    const changed = await dana.patch(`/notification-rules/${id}`, { scope: { siteIds: [site] }, channels: { console: true } }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { name, parameters: { afterHours: 3 }, scope: { all: false, siteIds: [site] }, channels: { emails: [], console: true }, version: 2 } });
    expect(await dana.patch(`/notification-rules/${id}`, { enabled: false }, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
    expect((await dana.get('/audit?limit=1')).body.items[0]).toMatchObject({
      action: 'notification-rule.change', subjectName: name,
      changes: { scope: [{ all: true }, { all: false, siteIds: [site] }], channels: [{ emails: ['desk@northwind.example'] }, { console: true }] },
    });
  });

  it('ends, and its name is free again', async () => {
    const body = wanted();
    const { id } = (await dana.post('/notification-rules', body)).body;
    expect(await dana.post('/notification-rules', { ...body, name: body.name.toUpperCase() })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-01' } });
    expect((await dana.delete(`/notification-rules/${id}`)).status).toBe(204);
    expect((await dana.get(`/notification-rules/${id}`)).status).toBe(404);
    expect((await dana.post('/notification-rules', body)).status).toBe(201);
  });

  it.each([
    ['an event that nobody knows', { event: 'device.bored' }, '/event'],
    ['a parameter of another event', { parameters: { afterMinutes: 5 } }, '/parameters/afterMinutes'],
    ['a parameter that is too large', { parameters: { afterHours: 721 } }, '/parameters/afterHours'],
    ['nobody to tell', { channels: {} }, '/channels'],
    ['no place', { scope: { all: false } }, '/scope'],
    ['a place for what has none', { event: 'provider.down', scope: { siteIds: [randomUUID()] } }, '/scope'],
    ['a site that does not exist', { scope: { siteIds: [randomUUID()] } }, '/scope/siteIds/0'],
    ['a webhook that does not exist', { channels: { webhookIds: [randomUUID()] } }, '/channels/webhookIds/0'],
    ['what is no address', { channels: { emails: ['desk'] } }, '/channels/emails'],
  ])('is refused with %s', async (_, wrong, pointer) => {
    const answer = await dana.post('/notification-rules', wanted(wrong));
    expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
    expect(answer.body.errors[0].pointer).toContain(pointer);
  });

  it('that a webhook has of its own is nobody else’s to see or to end', async () => {
    const source = web.database.dataSource;
    const [webhook, id] = [randomUUID(), randomUUID()];
    await source.query(`INSERT INTO webhook (id, name, url, sealed_secret) VALUES ($1, 'Desk', 'https://hooks.example/', '')`, [webhook]);
    await source.query(`INSERT INTO notification_rule (id, name, event, of_webhook) VALUES ($1, 'webhook', 'provider.up', $2)`, [id, webhook]);
    expect((await dana.get('/notification-rules?q=provider.up')).body.items).toEqual([]);
    for (const answer of [await dana.get(`/notification-rules/${id}`), await dana.patch(`/notification-rules/${id}`, { name: 'Mine' }), await dana.delete(`/notification-rules/${id}`)]) expect(answer.status).toBe(404);
  });

  it('is for those who manage notifications', async () => {
    const [mona, sal] = [await hired(web, dana, 'mona', { all: true }), await hired(web, dana, 'sal')];
    for (const answer of [await mona.get('/notification-rules'), await mona.post('/notification-rules', wanted())]) expect(answer).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect((await sal.post('/notification-rules', wanted())).status).toBe(201);
  });
});
