import { danaSetsUp } from '../../test/personas/dana.js';
import { hired } from '../../test/personas/staff.js';
import type { Answer, BrowserSession } from '../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../test/support/running-web.js';

describe('packages and their sites', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let bakery: string;
  let mill: string;
  let shop: string;
  let harbour: string;
  let silo: string;
  let standard: string;
  let strict: string;

  const make = async (path: string, body: object): Promise<string> => {
    const answer = await dana.post(path, body);
    expect(answer).toMatchObject({ status: 201 });
    return answer.body.id;
  };
  const policy = (name: string, fields: object = {}): Promise<string> =>
    make('/policies', { category: 'devices', type: 'remote-access', name, settings: { enabled: true }, ...fields });
  const packaged = (name: string, policyIds: string[], fields: object = {}): Promise<string> =>
    make('/packages', { name, entries: policyIds.map((policyId) => ({ policyId })), ...fields });
  const grouped = (name: string, filter: string, fields: object = {}): Promise<string> => make('/device-groups', { name, filter, ...fields });
  const assigned = (packageId: string, siteIds: string[], fields: object = {}, by: BrowserSession = dana): Promise<Answer> =>
    by.post('/assignments', { packageId, siteIds, ...fields });
  const dirtySites = async (): Promise<string[]> =>
    (await web.database.dataSource.query('DELETE FROM dirty_site RETURNING site_id'))[0].map((row: { site_id: string }) => row.site_id).sort();

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    bakery = await make('/clients', { name: 'Bakery Brown' });
    mill = await make('/clients', { name: 'Mill Green' });
    shop = await make('/sites', { clientId: bakery, name: 'Shop' });
    harbour = await make('/sites', { clientId: bakery, name: 'Harbour' });
    silo = await make('/sites', { clientId: mill, name: 'Silo' });
    standard = await policy('Standard');
    strict = await policy('Strict');
  });

  afterAll(() => web.close());

  it('hold several policies in the order given, each once', async () => {
    const answer = await dana.post('/packages', { name: 'Both', entries: [{ policyId: strict }, { policyId: standard }] });
    expect(answer.body.entries.map((entry: { policyName: string }) => entry.policyName)).toEqual(['Strict', 'Standard']);
    const twice = await dana.post('/packages', { name: 'Twice', entries: [{ policyId: strict }, { policyId: strict }] });
    expect(twice).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/entries/1/policyId', rule: 'unique' }] } });
    expect((await dana.get('/packages?q=Twice')).body.total).toBe(0);
  });

  it('hold a policy for all devices, and again for each group, and make their sites be looked at', async () => {
    const [tills, ovens] = [await grouped('Tills', 'name:*till*'), await grouped('Ovens', 'name:*oven*')];
    const entries = [{ policyId: strict, deviceGroupId: tills }, { policyId: strict }, { policyId: strict, deviceGroupId: ovens }];
    const made = await dana.post('/packages', { name: 'Narrowed', entries });
    expect(made).toMatchObject({
      status: 201,
      body: { entries: [{ deviceGroupName: 'Tills' }, { deviceGroupId: null, deviceGroupName: null }, { deviceGroupId: ovens, deviceGroupName: 'Ovens' }] },
    });
    expect((await dana.get(`/audit?action=package.create&subjectId=${made.body.id}`)).body.items[0].changes).toEqual({
      entries: [null, ['Strict (only Tills)', 'Strict', 'Strict (only Ovens)']],
    });
    expect((await dana.get(`/policies/${strict}`)).body.packageCount).toBe((await dana.get(`/packages?policyId=${strict}`)).body.total);
    await assigned(made.body.id, [harbour]);
    expect((await dana.get(`/sites/${harbour}/packages`)).body.items[0].policyNames).toEqual(['Strict (only Tills)', 'Strict', 'Strict (only Ovens)']);
    await dirtySites();
    const path = `/packages/${made.body.id}`;
    await dana.put(path, { name: 'Narrowed', entries }, { 'if-match': '*' });
    expect(await dirtySites()).toEqual([]);
    const changed = await dana.put(path, { name: 'Narrowed', entries: [{ policyId: strict, deviceGroupId: ovens }] }, { 'if-match': '*' });
    expect(changed.body.entries).toMatchObject([{ policyId: strict, deviceGroupName: 'Ovens' }]);
    expect(new Set(await dirtySites())).toEqual(new Set([harbour]));
    await dana.delete(`/assignments/${(await dana.get(`/assignments?packageId=${made.body.id}`)).body.items[0].id}`);
  });

  it('refuse a group twice for one policy, one that does not exist, and one of another client', async () => {
    const twins = await grouped('Twins', 'name:*');
    const twice = await dana.post('/packages', { name: 'Twins', entries: [{ policyId: strict, deviceGroupId: twins }, { policyId: strict, deviceGroupId: twins }] });
    expect(twice).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/entries/1/deviceGroupId', rule: 'unique' }] } });
    const nowhere = { name: 'Nowhere', entries: [{ policyId: strict, deviceGroupId: '01890000-0000-7000-8000-000000000000' }] };
    expect(await dana.post('/packages', nowhere)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01', errors: [{ pointer: '/entries/0/deviceGroupId' }] } });
    const theirs = { entries: [{ policyId: strict, deviceGroupId: await grouped('Mill group', 'name:*', { clientId: mill }) }] };
    for (const clientId of [null, bakery]) {
      expect(await dana.post('/packages', { name: 'Leaky', clientId, ...theirs })).toMatchObject({
        status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/entries/0/deviceGroupId', rule: 'client' }] },
      });
    }
    expect(await dana.post('/packages', { name: 'Tight', clientId: mill, ...theirs })).toMatchObject({ status: 201 });
  });

  it('refuse an entry with a property that does not exist, and name the place', async () => {
    const answer = await dana.post('/packages', { name: 'Odd', entries: [{ policyId: strict, colour: 'red' }] });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-02', errors: [{ pointer: '/entries/0/colour' }] } });
  });

  it('shared by all clients take no policy of a single one', async () => {
    const theirs = await policy('Mill policy', { clientId: mill });
    expect(await dana.post('/packages', { name: 'Leaky', entries: [{ policyId: theirs }] })).toMatchObject({
      status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/entries/0/policyId', rule: 'client' }] },
    });
    await packaged('Mill package', [theirs, standard], { clientId: mill });
  });

  it('go to many sites at once and make all of them be looked at', async () => {
    const basic = await packaged('Basic', [standard]);
    await dirtySites();
    const answer = await assigned(basic, [shop, harbour, silo]);
    expect(answer).toMatchObject({ status: 201, body: { created: 3, existing: 0 } });
    expect(await dirtySites()).toEqual([shop, harbour, silo].sort());
    expect((await dana.get(`/sites/${shop}`)).body).toMatchObject({ enabled: true, packageCount: 1 });
    expect((await dana.get(`/audit?action=assignment.create&siteId=${shop}`)).body.total).toBe(1);
  });

  it('assigned again change nothing', async () => {
    const again = await packaged('Again', [standard]);
    await assigned(again, [shop], { priority: 200 });
    const answer = await assigned(again, [shop, harbour]);
    expect(answer.body).toMatchObject({ created: 1, existing: 1 });
    expect(answer.body.items.find((item: { siteId: string }) => item.siteId === shop).priority).toBe(200);
  });

  it('are not given another priority on the way', async () => {
    const held = await packaged('Held dear', [standard]);
    await assigned(held, [shop], { priority: 200 });
    expect(await assigned(held, [harbour, shop], { priority: 300 })).toMatchObject({
      status: 409, body: { code: 'API-CONFLICT-03', errors: [{ pointer: '/siteIds/1', rule: 'priority', message: 'has it with priority 200' }] },
    });
    expect((await dana.get(`/assignments?packageId=${held}`)).body.items).toMatchObject([{ siteId: shop, priority: 200 }]);
  });

  it('need policies before they go anywhere', async () => {
    const empty = await packaged('Nothing inside', []);
    expect(await assigned(empty, [shop])).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03', errors: [{ pointer: '/packageId', rule: 'RA-POL-03' }] } });
    expect((await dana.get(`/assignments?packageId=${empty}`)).body.total).toBe(0);
  });

  it('go to all sites or to none: one unknown site refuses them all', async () => {
    const whole = await packaged('Whole', [standard]);
    expect(await assigned(whole, [shop, '01890000-0000-7000-8000-000000000000'])).toMatchObject({
      status: 404, body: { code: 'API-NOTFOUND-01', errors: [{ pointer: '/siteIds/1' }] },
    });
    expect((await dana.get(`/assignments?packageId=${whole}`)).body.total).toBe(0);
  });

  it('of one client go to no other', async () => {
    const theirs = await packaged('Mill special', [standard], { clientId: mill });
    expect(await assigned(theirs, [shop])).toMatchObject({ status: 400, body: { errors: [{ pointer: '/siteIds/0', rule: 'client' }] } });
    const { items } = (await dana.get(`/packages/${theirs}/sites`)).body;
    expect(items.map((site: { name: string }) => site.name)).toEqual(['Silo']);
  });

  it('show for every site what it has now', async () => {
    const fresh = await packaged('Fresh', [strict]);
    await assigned(fresh, [harbour], { priority: 500 });
    const { items } = (await dana.get(`/packages/${fresh}/sites`)).body;
    expect(items).toMatchObject([
      { name: 'Harbour', assigned: true, priority: 500 },
      { name: 'Shop', assigned: false, assignmentId: null },
      { name: 'Silo', assigned: false },
    ]);
    expect(items[0].packages[0]).toMatchObject({ packageName: 'Fresh', priority: 500 });
    expect((await dana.get(`/packages/${fresh}/sites?assigned=false`)).body.total).toBe(2);
    expect((await dana.get(`/sites/${harbour}/packages`)).body.items[0]).toMatchObject({ packageName: 'Fresh', policyNames: ['Strict'] });
  });

  it('make their sites be looked at when an entry is added, and not when only the name changes', async () => {
    const grown = await packaged('Grown', [standard]);
    await assigned(grown, [silo]);
    await dirtySites();
    const entries = [{ policyId: standard }];
    await dana.put(`/packages/${grown}`, { name: 'Grown up', entries }, { 'if-match': '"1"' });
    expect(await dirtySites()).toEqual([]);
    await dana.put(`/packages/${grown}`, { name: 'Grown up', entries: [...entries, { policyId: strict }] }, { 'if-match': '"2"' });
    expect(await dirtySites()).toEqual([silo]);
  });

  it('cannot be changed without, or with a stale, version', async () => {
    const held = await packaged('Held', [standard]);
    const change = { name: 'Held', entries: [] };
    expect(await dana.put(`/packages/${held}`, change)).toMatchObject({ status: 428, body: { code: 'API-ETAG-01' } });
    expect(await dana.put(`/packages/${held}`, change, { 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect(await dana.put(`/packages/${held}`, change, { 'if-match': 'W/"1"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
  });

  it('are not deleted while a site has them, nor policies while a package has them', async () => {
    const used = await policy('Used');
    const box = await packaged('Box', [used]);
    const { items } = (await assigned(box, [shop])).body;
    expect(await dana.delete(`/policies/${used}`)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-02', usedBy: [{ kind: 'package', id: box, name: 'Box' }] } });
    expect(await dana.delete(`/packages/${box}`)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-02', usedBy: [{ kind: 'site', name: 'Shop' }] } });
    const site = await dana.delete(`/sites/${shop}`);
    expect(site).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-02' } });
    expect(site.body.usedBy).toContainEqual({ kind: 'package', id: box, name: 'Box' });
    expect((await dana.delete(`/assignments/${items[0].id}`)).status).toBe(204);
    expect((await dana.delete(`/packages/${box}`)).status).toBe(204);
    expect((await dana.delete(`/policies/${used}`)).status).toBe(204);
  });

  it('get another priority only with the version that was read', async () => {
    const ranked = await packaged('Ranked', [standard]);
    const { items } = (await assigned(ranked, [shop])).body;
    const path = `/assignments/${items[0].id}`;
    expect(await dana.patch(path, { priority: 5 })).toMatchObject({ status: 428, body: { code: 'API-ETAG-01' } });
    expect(await dana.patch(path, { priority: 5 }, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { priority: 5, version: 2 } });
    expect(await dana.patch(path, { priority: 6 }, { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect(await dana.patch(path, { priority: '6' }, { 'if-match': '"2"' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
  });

  it('are assigned by a manager to his own sites, also shared ones, and nowhere else', async () => {
    const mona = await hired(web, dana, 'mona', { clientIds: [bakery] });
    const offered = await packaged('Offered', [standard]);
    expect(await assigned(offered, [shop], {}, mona)).toMatchObject({ status: 201, body: { created: 1 } });
    expect(await assigned(offered, [shop, silo], {}, mona)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    const elsewhere = (await assigned(offered, [silo])).body.items.find((item: { siteId: string }) => item.siteId === silo);
    expect(await mona.delete(`/assignments/${elsewhere.id}`)).toMatchObject({ status: 404 });
    const { items } = (await mona.get(`/assignments?packageId=${offered}`)).body;
    expect(items.map((item: { siteName: string }) => item.siteName)).toEqual(['Shop']);
  });
});
