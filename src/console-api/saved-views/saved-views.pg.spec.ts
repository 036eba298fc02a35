import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('a way of looking at the list', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let mona: BrowserSession;
  let otis: BrowserSession;
  let fleet: Fleet;
  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    mona = await hired(web, dana, 'mona', { clientIds: [fleet.bakery] });
    otis = await hired(web, dana, 'otis', { siteIds: [fleet.yard] });
  });
  afterAll(() => web.close());

  const FAILED = { name: 'Failed', shared: false, definition: { search: { q: 'status:failed', sort: '-since' }, columns: [{ id: 'name', width: 240 }, { id: 'errorCode' }], density: 'compact' } };
  const names = async (who: BrowserSession) => (await who.get('/saved-views')).body.items.map(({ name }: { name: string }) => name);

  it('is kept with its filter, order and columns, for its owner alone', async () => {
    const made = await mona.post('/saved-views', FAILED);
    expect(made).toMatchObject({ status: 201, body: { ...FAILED, isOwn: true, version: 1 } });
    expect(await names(mona)).toEqual(['Failed']);
    expect(await names(dana)).toEqual([]);
    expect(await dana.get(`/saved-views/${made.body.id}`)).toMatchObject({ status: 404 });
    expect(await mona.post('/saved-views', { ...FAILED, name: 'FAILED' })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-01' } });
  });

  it('is shared, renamed and deleted by its owner; a lost update is refused', async () => {
    const { body } = await mona.post('/saved-views', { ...FAILED, name: 'Ours', shared: true });
    expect(await names(dana)).toContain('Ours');
    expect(await otis.put(`/saved-views/${body.id}`, { ...FAILED, name: 'Taken' }, { 'if-match': '"1"' })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await mona.put(`/saved-views/${body.id}`, { ...FAILED, name: 'Ours too', shared: true })).toMatchObject({ status: 428 });
    expect(await mona.put(`/saved-views/${body.id}`, { ...FAILED, name: 'Ours too', shared: true }, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { name: 'Ours too', version: 2 } });
    expect(await mona.put(`/saved-views/${body.id}`, FAILED, { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect(await mona.delete(`/saved-views/${body.id}`)).toMatchObject({ status: 204 });
    expect(await names(dana)).not.toContain('Ours too');
  });

  it('that names a site is shown to nobody who does not look after that site', async () => {
    await dana.post('/saved-views', { ...FAILED, name: 'The shop', shared: true, definition: { search: { siteId: fleet.shop } } });
    expect(await names(mona)).toContain('The shop');
    expect(await names(otis)).not.toContain('The shop');
  });

  it('is refused when nobody can read its filter, and shared only with the rights for it', async () => {
    expect(await mona.post('/saved-views', { ...FAILED, name: 'Odd', definition: { search: { q: 'colour:red' } } })).toMatchObject({ status: 400 });
    expect(await otis.post('/saved-views', { ...FAILED, shared: true })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await otis.post('/saved-views', FAILED)).toMatchObject({ status: 201 });
  });

  it('comes with the list for whom it is the default, together with his columns, and is gone with the view', async () => {
    const { body: view } = await dana.post('/saved-views', { ...FAILED, name: 'Mornings' });
    const wanted = { columns: [{ id: 'name', width: 200 }], density: 'compact', singleKeys: false, defaultViewId: view.id };
    expect(await dana.get('/list-settings')).toMatchObject({ status: 200, body: { columns: null, density: 'normal', singleKeys: true, version: 0 } });
    expect(await dana.put('/list-settings', wanted)).toMatchObject({ status: 200, body: { ...wanted, version: 1 } });
    expect(await dana.put('/list-settings', wanted)).toMatchObject({ status: 428 });
    expect(await dana.put('/list-settings', { ...wanted, density: 'roomy' }, { 'if-match': '"1"' })).toMatchObject({ body: { density: 'roomy', version: 2 } });
    expect(await mona.put('/list-settings', wanted)).toMatchObject({ status: 404 });
    await dana.delete(`/saved-views/${view.id}`);
    expect((await dana.get('/list-settings')).body).toMatchObject({ defaultViewId: null, density: 'roomy' });
  });
});
