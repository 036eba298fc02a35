import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { raise } from '../raising/raise.js';
import { raiseLevels } from '../raising/raise-levels.js';

describe('what somebody is told in the console', () => {
  let web: WebUnderTest;
  let unit: UnitOfWork;
  let dana: BrowserSession;
  let fleet: Fleet;
  let staff: Record<'mona' | 'theo' | 'cleo' | 'otis' | 'ada', BrowserSession>;
  beforeAll(async () => {
    web = await startWebForTest();
    unit = new UnitOfWork(web.database.dataSource);
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    staff = {
      mona: await hired(web, dana, 'mona', { all: true }),
      theo: await hired(web, dana, 'theo', { clientIds: [fleet.bakery] }),
      cleo: await hired(web, dana, 'cleo', { siteIds: [fleet.yard] }),
      otis: await hired(web, dana, 'otis'),
      ada: await hired(web, dana, 'ada', { siteIds: [fleet.shop] }),
    };
    await web.database.dataSource.query(`UPDATE deployment_status SET phase = 'FAILED', error_code = 'RA-NET-02', since = now() - interval '2 days' WHERE device_id = ANY($1)`, [[fleet.oven, fleet.till, fleet.gate]]);
    for (const event of ['device.failed', 'provider.down', 'rollout.halted', 'approval.waiting'])
      await dana.post('/notification-rules', { name: event, event, channels: { console: true } });
    await dana.post('/notification-rules', { name: 'Mail only', event: 'device.failed', channels: { emails: ['desk@northwind.example'] } });
    await raiseLevels(unit);
  });
  afterAll(() => web.close());

  const inbox = async (who: BrowserSession, query = '') => (await who.get(`/notifications${query}`)).body;
  const titles = async (who: BrowserSession) => (await inbox(who)).items.map(({ title }: { title: string }) => title);

  it('counts and names what is in his scope, and nothing else', async () => {
    expect((await inbox(dana)).items).toMatchObject([{ event: 'device.failed', title: expect.stringMatching(/^3 devices have failed/) as string, path: '/devices?errorCode=RA-NET-02', isRead: false }]);
    const theos = JSON.stringify(await inbox(staff.theo));
    expect(theos).toMatch(/2 devices have failed/);
    for (const foreign of ['Mill', 'Yard', 'mill-gate']) expect(theos).not.toContain(foreign);
    const cleos = JSON.stringify(await inbox(staff.cleo));
    expect(cleos).toMatch(/1 device has failed/);
    for (const foreign of ['Bakery', 'Shop', 'baker-oven']) expect(cleos).not.toContain(foreign);
    expect(await inbox(staff.otis)).toMatchObject({ items: [], unread: 0, total: 0 });
  });

  it('of the whole installation is for those who reach it, and may see what it is about', async () => {
    await unit.run((tx) => raise(tx, { event: 'provider.down', key: 'down', facts: { name: 'Embedded' } }));
    expect((await titles(dana))[0]).toBe('The provider “Embedded” is down');
    expect((await titles(staff.mona))[0]).toBe('The provider “Embedded” is down');
    for (const who of [staff.theo, staff.ada, staff.cleo, staff.otis]) expect(await titles(who)).not.toContain('The provider “Embedded” is down');
  });

  it('of a request for approval is for those who reach all its sites', async () => {
    await unit.run((tx) => raise(tx, { event: 'approval.waiting', key: 'both', facts: { title: 'Both', by: 'Dana' }, siteIds: [fleet.shop, fleet.yard] }));
    await unit.run((tx) => raise(tx, { event: 'approval.waiting', key: 'one', facts: { title: 'One', by: 'Dana' }, siteIds: [fleet.shop] }));
    const ola = await hired(web, dana, 'ola', { clientIds: [fleet.bakery] });
    await unit.run((tx) => raise(tx, { event: 'approval.waiting', key: 'both again', facts: { title: 'Both again', by: 'Dana' }, siteIds: [fleet.shop, fleet.yard] }));
    await unit.run((tx) => raise(tx, { event: 'approval.waiting', key: 'one again', facts: { title: 'One again', by: 'Dana' }, siteIds: [fleet.shop] }));
    // Nothing either of what was told before she came.
    expect(await titles(ola)).toEqual(['An approval waits: One again']);
    expect(await titles(staff.theo)).not.toContain('An approval waits: One again');
  });

  it('is read by each for himself', async () => {
    const before = await inbox(dana);
    const { id } = before.items[0];
    expect((await dana.post('/notifications/read', { ids: [id] })).body).toEqual({ unread: before.unread - 1 });
    expect((await inbox(dana)).items.find((item: { id: string }) => item.id === id)).toMatchObject({ isRead: true });
    expect((await inbox(dana, '?unread=true')).items.map((item: { id: string }) => item.id)).not.toContain(id);
    expect((await inbox(staff.mona)).items.find((item: { id: string }) => item.id === id)).toMatchObject({ isRead: false });
    expect((await dana.post('/notifications/read', { all: true })).body).toEqual({ unread: 0 });
    expect((await inbox(dana, '?unread=true')).items).toEqual([]);
    expect((await inbox(staff.mona)).unread).toBeGreaterThan(0);
  });

  it('cannot be marked by who cannot see it', async () => {
    const { id } = (await inbox(staff.cleo)).items[0];
    await staff.otis.post('/notifications/read', { ids: [id] });
    const [{ n }] = await web.database.dataSource.query(`SELECT count(*)::int AS n FROM notification_read r JOIN operator o ON o.id = r.operator_id WHERE o.name LIKE 'Otis%'`);
    expect(n).toBe(0);
    expect((await inbox(staff.cleo)).items[0].isRead).toBe(false);
  });

  it.each([[{}], [{ all: false }], [{ ids: ['x'] }], [{ ids: [], all: true }], [{ everything: true }]])('is not marked by %j', async (body) => {
    expect((await dana.post('/notifications/read', body)).status).toBe(400);
  });

  it('stays when its rule ends', async () => {
    const [{ id }] = (await dana.get('/notification-rules?q=provider.down')).body.items;
    await dana.delete(`/notification-rules/${id}`);
    expect(await titles(dana)).toContain('The provider “Embedded” is down');
  });
});
