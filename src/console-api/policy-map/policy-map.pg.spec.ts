import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('the map of what reaches what', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  let kiosks: string;
  let mills: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    const { id: linux } = (await dana.post('/device-groups', { name: 'Linux', filter: 'os:linux' })).body;
    kiosks = (await dana.post('/policies', { category: 'devices', type: 'remote-access', name: 'Kiosks', settings: { 'consent.mode': 'never' } })).body.id;
    await dana.post('/policies', { category: 'devices', type: 'remote-access', name: 'Unused', settings: {} });
    const { clientId } = (await dana.get(`/sites/${fleet.yard}`)).body;
    mills = (await dana.post('/packages', { name: 'Mills', clientId, entries: [{ policyId: kiosks, deviceGroupId: linux }] })).body.id;
    expect((await dana.post('/assignments', { packageId: mills, siteIds: [fleet.yard] })).status).toBeLessThan(300);
  });

  afterAll(() => web.close());

  const names = (found: readonly { name: string }[]): string[] => found.map(({ name }) => name);
  const map = async (query = '', who = dana) => {
    const { status, body } = await who.get(`/policy-map${query}`);
    expect(status).toBe(200);
    return body;
  };

  it('shows every path from a policy to the devices of a site and how they stand, also a policy that leads nowhere', async () => {
    const all = await map();
    expect(names(all.policies)).toEqual(['Kiosks', 'Standard', 'Unused']);
    expect(all.packages).toMatchObject([
      { name: 'Basic', clientName: null, siteCount: 1 },
      { name: 'Mills', clientName: 'Mill Green', siteCount: 1, entries: [{ policyId: kiosks, deviceGroupName: 'Linux' }] },
    ]);
    expect(all.siteCount).toBe(2);
    expect(all.sites).toMatchObject([
      { name: 'Shop', clientName: 'Bakery Brown', deviceCount: 2, readyCount: 1, failedCount: 1, assignments: [{ priority: 100 }] },
      { name: 'Yard', clientName: 'Mill Green', deviceCount: 2, readyCount: 0, failedCount: 0, assignments: [{ packageId: mills }] },
    ]);
  });

  it('is narrowed to what leads through one policy, package, client or site', async () => {
    const through = async (query: string) => {
      const { policies, packages, sites } = await map(query);
      return [names(policies), names(packages), names(sites)];
    };
    const ofMills = [['Kiosks'], ['Mills'], ['Yard']];
    const ofBakery = [['Standard'], ['Basic'], ['Shop']];
    expect(await through(`?policyId=${kiosks}`)).toEqual(ofMills);
    expect(await through(`?packageId=${mills}`)).toEqual(ofMills);
    expect(await through(`?siteId=${fleet.yard}`)).toEqual(ofMills);
    expect(await through(`?clientId=${fleet.bakery}`)).toEqual(ofBakery);
    expect(await through(`?clientId=${fleet.bakery}&policyId=${kiosks}`)).toEqual([['Kiosks'], [], []]);
  });

  it('shows somebody only what is in scope', async () => {
    const theo = await hired(web, dana, 'theo', { clientIds: [fleet.bakery] });
    const own = await map('', theo);
    expect([names(own.packages), names(own.sites), own.siteCount]).toEqual([['Basic'], ['Shop'], 1]);
    expect((await map(`?packageId=${mills}`, theo)).packages).toEqual([]);
    expect((await map(`?siteId=${fleet.yard}`, theo)).sites).toEqual([]);
  });

  it('is as large as can be looked at, and says how many sites it leaves out', async () => {
    await web.database.dataSource.query(
      `WITH made AS (INSERT INTO site (id, client_id, name, time_zone) SELECT gen_random_uuid(), $1, 'Till ' || n, 'UTC' FROM generate_series(1, 250) AS n RETURNING id)
       INSERT INTO assignment (id, package_id, site_id, priority) SELECT gen_random_uuid(), (SELECT id FROM package WHERE name = 'Basic'), id, 100 FROM made`,
      [fleet.bakery],
    );
    const many = await map(`?clientId=${fleet.bakery}`);
    expect([many.sites.length, many.siteCount, many.packages[0].siteCount]).toEqual([200, 251, 251]);
  });
});
