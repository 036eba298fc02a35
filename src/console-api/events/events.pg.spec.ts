import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { EventReader } from '../../../test/support/event-reader.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('the stream of changes', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let bakery: string;
  let shop: string;
  let yard: string;
  const readers: EventReader[] = [];

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    bakery = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    shop = (await dana.post('/sites', { clientId: bakery, name: 'Shop' })).body.id;
    const mill = (await dana.post('/clients', { name: 'Mill Green' })).body.id;
    yard = (await dana.post('/sites', { clientId: mill, name: 'Yard' })).body.id;
  });

  afterEach(() => readers.splice(0).forEach((reader) => reader.close()));
  afterAll(() => web.close());

  const listening = async (browser: BrowserSession, headers: Record<string, string> = {}): Promise<EventReader> => {
    const reader = await EventReader.open(browser, headers);
    readers.push(reader);
    return reader;
  };
  const happens = async (event: object): Promise<void> => {
    await web.database.dataSource.query('SELECT pg_notify($1, $2)', ['latchkey_changed', JSON.stringify(event)]);
  };
  const device = (siteId?: string) => ({ kind: 'device', id: randomUUID(), ...(siteId ? { siteId } : {}) });

  it('tells an open console what has changed', async () => {
    const reader = await listening(dana);
    const change = device(shop);
    await happens(change);
    const event = await reader.next(({ data }) => data.includes(change.id));
    expect(event.event).toBe('device');
    expect(JSON.parse(event.data)).toEqual(change);
  });

  it('tells nobody about sites that are not his', async () => {
    const mona = await hired(web, dana, 'mona', { clientIds: [bakery] });
    const cleo = await hired(web, dana, 'cleo', { siteIds: [yard] });
    const [monas, cleos] = [await listening(mona), await listening(cleo)];
    const changes = [device(shop), device(yard), device(), device(randomUUID()), device(shop), device(yard)];
    for (const change of changes) await happens(change);
    await monas.next(({ data }) => data.includes(changes[4]!.id));
    await cleos.next(({ data }) => data.includes(changes[5]!.id));
    expect(monas.received.map(({ data }) => JSON.parse(data))).toEqual([changes[0], changes[4]]);
    expect(cleos.received.map(({ data }) => JSON.parse(data))).toEqual([changes[1], changes[5]]);
  });

  it('goes on where a console was cut off', async () => {
    const before = await listening(dana);
    const [seen, missed] = [device(shop), device(shop)];
    await happens(seen);
    const { id } = await before.next(({ data }) => data.includes(seen.id));
    before.close();
    const witness = await listening(dana);
    await happens(missed);
    await witness.next(({ data }) => data.includes(missed.id));
    const after = await listening(dana, { 'last-event-id': id ?? '' });
    expect(JSON.parse((await after.next(() => true)).data)).toEqual(missed);
  });

  it('says that everything has to be read again where it cannot go on', async () => {
    const reader = await listening(dana, { 'last-event-id': 'another-7' });
    expect((await reader.next(() => true)).event).toBe('resync');
  });

  it('says so too when hints may have been lost', async () => {
    const reader = await listening(dana);
    await web.database.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'latchkey wake-ups'`,
    );
    await reader.next(({ event }) => event === 'resync');
    const change = device(shop);
    await happens(change);
    await reader.next(({ data }) => data.includes(change.id));
  });

  it('R9 ends within five seconds of its session', async () => {
    const theo = await hired(web, dana, 'theo', { all: true });
    const reader = await listening(theo);
    const { items } = (await dana.get('/users?q=theo')).body;
    await dana.patch(`/users/${items[0].id}`, { disabled: true });
    await reader.untilEnd(5_000);
  });

  it('R9 ends even when the hint about it was lost', async () => {
    const ada = await hired(web, dana, 'ada', { all: true });
    const reader = await listening(ada);
    await web.database.dataSource.query(
      `UPDATE operator_session SET revoked_at = now() WHERE operator_id = (SELECT id FROM operator WHERE email LIKE 'ada@%')`,
    );
    await reader.untilEnd(7_000);
  });

  it.each<{ from: string; headers: Record<string, string> }>([
    { from: 'another site', headers: { origin: 'https://evil.example' } },
    { from: 'no origin', headers: { origin: 'null' } },
    { from: 'a look-alike', headers: { origin: 'http://localhost:8080.evil.example' } },
    { from: 'a cross-site request', headers: { 'sec-fetch-site': 'cross-site' } },
  ])('R12 is not opened by $from', async ({ headers }) => {
    expect(await dana.get('/events', headers)).toMatchObject({ status: 403, body: { code: 'API-CSRF-01' } });
  });
});

describe('a process that stops', () => {
  it('lets go of open consoles at once', async () => {
    const web = await startWebForTest();
    const reader = await EventReader.open(await danaSetsUp(web));
    const began = Date.now();
    await web.close();
    await reader.untilEnd();
    expect(Date.now() - began).toBeLessThan(3_000);
  });
});
