import { danaSetsUp } from '../../test/personas/dana.js';
import { hired } from '../../test/personas/staff.js';
import type { BrowserSession } from '../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../test/support/running-web.js';

describe('the audit log', () => {
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

  const actions = async (query: string, by: BrowserSession = dana): Promise<string[]> =>
    (await by.get(`/audit?${query}`)).body.items.map((entry: { action: string }) => entry.action);

  it('R40 has a row for every change, and names who made it in which request', async () => {
    const site = await dana.post('/sites', { clientId: bakery, name: 'Shop' });
    await dana.patch(`/sites/${site.body.id}`, { name: 'Corner shop', region: 'north' });
    const deleted = await dana.delete(`/sites/${site.body.id}`);
    const { items } = (await dana.get(`/audit?siteId=${site.body.id}`)).body;
    expect(items).toMatchObject([
      { action: 'site.delete', actorName: 'Dana Okafor', requestId: deleted.headers.get('x-request-id') },
      { action: 'site.change', changes: { name: ['Shop', 'Corner shop'], region: [null, 'north'] } },
      { action: 'site.create', subjectName: 'Shop', clientId: bakery },
    ]);
  });

  it('has no row for a refused change', async () => {
    await dana.post('/clients', { name: 'Mill Green' });
    expect(await actions('action=client.create')).toHaveLength(2);
  });

  it('can only be added to, by either process', async () => {
    for (const login of ['latchkey_web', 'latchkey_core']) {
      const [may] = await web.database.dataSource.query(
        `SELECT has_table_privilege($1, 'audit_entry', 'UPDATE') AS change, has_table_privilege($1, 'audit_entry', 'DELETE') AS remove, has_table_privilege($1, 'audit_entry', 'INSERT') AS add`,
        [login],
      );
      expect(may).toEqual({ change: false, remove: false, add: true });
    }
  });

  it('shows a manager what concerns his clients, and a technician what he did himself', async () => {
    const mona = await hired(web, dana, 'mona', { clientIds: [mill] });
    const theo = await hired(web, dana, 'theo', { all: true });
    expect(await actions('', mona)).toEqual(['client.create']);
    expect(await actions('', theo)).toEqual(['session.open']);
  });

  it.each(['action=everything', 'from=yesterday', 'actorKind=robot', 'sort=action'])(
    'refuses the query %s',
    async (query) => {
      expect(await dana.get(`/audit?${query}`)).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
    },
  );

  it('is read from a moment to another', async () => {
    const { items } = (await dana.get('/audit?action=client.create&sort=at')).body;
    expect(await actions(`action=client.create&to=${items[1].at}`)).toHaveLength(1);
    expect(await actions(`action=client.create&from=${items[1].at}`)).toHaveLength(1);
  });
});
