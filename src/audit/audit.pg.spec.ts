import { danaSetsUp } from '../../test/personas/dana.js';
import { hired } from '../../test/personas/staff.js';
import type { BrowserSession } from '../../test/support/browser-session.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { sealEntries } from './seal/seal-entries.js';
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
    const [[foreign], [own]] = await Promise.all([bakery, mill].map(async (id) => (await dana.get(`/audit?action=client.create&clientId=${id}`)).body.items));
    expect([(await mona.get(`/audit/${foreign.id}`)).status, (await mona.get(`/audit/${own.id}`)).status, (await mona.get('/audit/sealing')).status]).toEqual([404, 200, 403]);
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

  it('has an address for every entry, with its seal as soon as it has one', async () => {
    const [entry] = (await dana.get(`/audit?action=client.create&clientId=${mill}`)).body.items;
    expect((await dana.get(`/audit/${entry.id}`)).body).toEqual({ ...entry, seal: null });
    expect((await dana.get('/audit/sealing')).body).toMatchObject({ sealed: 0, unsealed: expect.any(Number), unsealedSeconds: expect.any(Number), checkpointAt: null, shippedSeq: 0 });
    await sealEntries(new UnitOfWork(web.database.dataSource));
    expect((await dana.get(`/audit/${entry.id}`)).body.seal).toMatchObject({ seq: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/), checkpointAt: null });
    const { sealed, unsealed } = (await dana.get('/audit/sealing')).body;
    expect([sealed > 0, unsealed]).toEqual([true, 0]);
  });

  it('leaves as a file of what its taker may read, narrowed as he asked, and that it left is recorded', async () => {
    const ada = await hired(web, dana, 'ada', { clientIds: [mill] });
    const { body } = await ada.post('/audit/export', { format: 'json', action: 'client.create' });
    expect(body).toMatchObject([{ action: 'client.create', clientId: mill }]);
    const raw = await dana.raw('/audit/export', { method: 'POST', headers: { cookie: dana.cookieHeader, 'content-type': 'application/json', 'x-requested-with': 'latchkey' }, body: JSON.stringify({ format: 'csv', action: 'client.create' }) });
    expect([raw.headers.get('content-type'), raw.headers.get('content-disposition')]).toEqual(['text/csv; charset=utf-8', 'attachment; filename="audit-log.csv"']);
    expect((await raw.text()).split('\r\n')).toHaveLength(4);
    expect((await dana.get('/audit?action=audit.export')).body.items).toMatchObject([
      { actorName: 'Dana Okafor', changes: { format: [null, 'csv'], entries: [null, 2] } },
      { actorName: 'Ada Nyström', changes: { format: [null, 'json'], entries: [null, 1] } },
    ]);
    expect((await dana.post('/audit/export', { format: 'pdf' })).status).toBe(400);
  });

  it('R40 can be verified by whoever sees all of it, and by nobody else', async () => {
    const { status, body } = await dana.get('/audit/verify');
    expect({ status, body }).toMatchObject({ status: 200, body: { intact: true, problems: [], unsealed: expect.any(Number) } });
    expect((await dana.post('/audit/verify', { checkpoints: [{ format: 'something' }] })).body).toMatchObject({ intact: false, problems: [{ kind: 'checkpoint-not-genuine' }] });
    const ola = await hired(web, dana, 'ola', { clientIds: [bakery] });
    expect(await ola.get('/audit/verify')).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
  });
});
