import { danaSetsUp } from '../../test/personas/dana.js';
import { hired } from '../../test/personas/staff.js';
import type { BrowserSession } from '../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../test/support/running-web.js';

describe('clients and sites', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let bakery: string;
  let mill: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    bakery = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    mill = (await dana.post('/clients', { name: 'Mill Green' })).body.id;
  });

  afterAll(() => web.close());

  const newSite = async (clientId: string, name: string): Promise<{ id: string; etag: string }> => {
    const answer = await dana.post('/sites', { clientId, name });
    expect(answer).toMatchObject({ status: 201 });
    return { id: answer.body.id, etag: answer.headers.get('etag') ?? '' };
  };

  it('gives a new site the time zone of the installation', async () => {
    const { id } = await newSite(bakery, 'High Street');
    expect((await dana.get(`/sites/${id}`)).body).toMatchObject({ clientName: 'Bakery Brown', timeZone: 'UTC', enabled: false, deviceCount: 0 });
  });

  it('refuses a time zone that nobody keeps', async () => {
    const answer = await dana.post('/sites', { clientId: bakery, name: 'Moon Base', timeZone: 'Moon/Tranquility' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/timeZone', rule: 'timeZone' }] } });
  });

  it('refuses a second site of the same name in one client, but not in another', async () => {
    await newSite(bakery, 'Harbour');
    expect(await dana.post('/sites', { clientId: bakery, name: 'HARBOUR' })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-01' } });
    await newSite(mill, 'Harbour');
  });

  it('refuses a property that does not exist, and names it', async () => {
    const answer = await dana.post('/clients', { name: 'Tannery', colour: 'brown' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-02', errors: [{ pointer: '/colour', rule: 'unknown' }] } });
    expect((await dana.get('/clients?q=Tannery')).body.total).toBe(0);
  });

  it('loses no update: the second of two changes based on one version is refused', async () => {
    const { id, etag } = await newSite(bakery, 'Market');
    expect(await dana.patch(`/sites/${id}`, { region: 'north' }, { 'if-match': etag })).toMatchObject({ status: 200, body: { region: 'north', version: 2 } });
    expect(await dana.patch(`/sites/${id}`, { region: 'south' }, { 'if-match': etag })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect((await dana.get(`/sites/${id}`)).body.region).toBe('north');
  });

  it('moves a site to another client, but not with a package that belongs to the old one', async () => {
    const { id } = await newSite(bakery, 'Quay');
    const policyId = (await dana.post('/policies', { category: 'devices', type: 'remote-access', name: 'Quayside', settings: {} })).body.id;
    const own = (await dana.post('/packages', { name: 'Bakery only', clientId: bakery, entries: [{ policyId }] })).body.id;
    const [assignment] = (await dana.post('/assignments', { packageId: own, siteIds: [id] })).body.items;
    expect(await dana.patch(`/sites/${id}`, { clientId: mill })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    await dana.delete(`/assignments/${assignment.id}`);
    expect(await dana.patch(`/sites/${id}`, { clientId: mill })).toMatchObject({ status: 200, body: { clientName: 'Mill Green' } });
    expect(await dana.patch(`/sites/${id}`, { clientId: id })).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    await dana.delete(`/sites/${id}`);
  });

  it('refuses to delete a client that has sites, and lists them', async () => {
    const answer = await dana.delete(`/clients/${mill}`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-02', usedBy: [{ kind: 'site', name: 'Harbour' }] } });
  });

  it('deletes a site that nothing uses', async () => {
    const { id } = await newSite(bakery, 'Pop-up');
    expect((await dana.delete(`/sites/${id}`)).status).toBe(204);
    expect(await dana.get(`/sites/${id}`)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
  });

  it('shows a scoped manager his own client, and answers for a foreign one as for a missing one', async () => {
    const mona = await hired(web, dana, 'mona', { clientIds: [bakery] });
    const foreign = await newSite(mill, 'Silo');
    expect((await mona.get('/clients')).body.items.map((client: { name: string }) => client.name)).toEqual(['Bakery Brown']);
    const missing = await mona.get('/sites/01890000-0000-7000-8000-000000000000');
    const outside = await mona.get(`/sites/${foreign.id}`);
    const guessed = await mona.get('/sites/nonsense');
    for (const answer of [missing, outside]) expect(answer).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01', detail: 'There is no such site.' } });
    expect(guessed).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    expect(await mona.patch(`/sites/${foreign.id}`, { name: 'Mine' })).toMatchObject({ status: 404 });
    expect(await mona.post('/clients', { name: 'New one' })).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
    expect(await mona.post('/sites', { clientId: bakery, name: 'Annex' })).toMatchObject({ status: 201 });
  });

  it('lets a technician read but not change', async () => {
    const theo = await hired(web, dana, 'theo', { clientIds: [bakery] });
    expect((await theo.get('/sites')).status).toBe(200);
    expect(await theo.post('/sites', { clientId: bakery, name: 'Shed' })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it('pages through sites without losing or repeating one', async () => {
    for (let number = 0; number < 7; number++) await newSite(mill, `Field ${number}`);
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { name: string }[]; nextCursor: string | null; total: number } = (
        await dana.get(`/sites?clientId=${mill}&sort=-name&limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      ).body;
      names.push(...page.items.map((site) => site.name));
      expect(page.total).toBe(9);
      cursor = page.nextCursor;
    } while (cursor);
    expect(names).toEqual(['Silo', 'Harbour', 'Field 6', 'Field 5', 'Field 4', 'Field 3', 'Field 2', 'Field 1', 'Field 0']);
  });

  it.each(['sort=colour', 'sort=name,name', 'limit=0', 'limit=501', 'cursor=bm9uc2Vuc2U', 'cursor=%00', 'colour=red', 'enabled=perhaps', 'clientId=1'])(
    'refuses the query %s',
    async (query) => {
      expect(await dana.get(`/sites?${query}`)).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
    },
  );

  it('refuses a cursor that was made for another sort', async () => {
    const { nextCursor } = (await dana.get('/sites?limit=1&sort=name')).body;
    expect(await dana.get(`/sites?limit=1&sort=-name&cursor=${nextCursor}`)).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
  });
});
