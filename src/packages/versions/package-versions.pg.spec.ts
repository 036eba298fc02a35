import { DANA, danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { Answer, BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('the versions of a package', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let consent: string;
  let hours: string;
  let linux: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    [consent, hours] = [await policy('Consent'), await policy('Hours')];
    linux = (await dana.post('/device-groups', { name: 'Linux', filter: 'os:linux' })).body.id;
  });

  afterAll(() => web.close());

  const policy = async (name: string): Promise<string> => (await dana.post('/policies', { category: 'devices', type: 'remote-access', name, settings: {} })).body.id;
  const restore = (id: string, version: number | string, ifMatch: Record<string, string> = { 'if-match': '*' }): Promise<Answer> =>
    dana.post(`/packages/${id}/versions/${version}/restore`, undefined, ifMatch);

  /** Two versions: the second has another name, and hours for some instead of consent for all. */
  async function changedOnce(name: string): Promise<string> {
    const { id } = (await dana.post('/packages', { name, entries: [{ policyId: consent }] })).body;
    const changed = await dana.put(`/packages/${id}`, { name: `${name} 2`, entries: [{ policyId: hours, deviceGroupId: linux }] }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { version: 2 } });
    return id;
  }

  it('say what each of them changed, and who', async () => {
    const id = await changedOnce('Tills');
    const { items } = (await dana.get(`/packages/${id}/versions`)).body;
    expect(items).toMatchObject([
      {
        version: 2,
        authorName: DANA.name,
        changes: [
          { field: 'name', before: 'Tills', after: 'Tills 2' },
          { field: 'entry', before: 'Consent', after: null },
          { field: 'entry', before: null, after: 'Hours (only Linux)' },
        ],
      },
      { version: 1, changes: [{ field: 'entry', before: null, after: 'Consent' }] },
    ]);
    expect((await dana.get(`/packages/${id}/versions?limit=1`)).body.items[0].changes).toHaveLength(3);
  });

  it('are compared, each with any other', async () => {
    const id = await changedOnce('Ovens');
    expect((await dana.get(`/packages/${id}/versions/1/diff?against=2`)).body).toMatchObject({
      from: 2,
      to: 1,
      changes: [{ field: 'name' }, { field: 'entry', before: 'Hours (only Linux)', after: null }, { field: 'entry', before: null, after: 'Consent' }],
    });
    expect((await dana.get(`/packages/${id}/versions/2/diff?against=2`)).body.changes).toEqual([]);
    expect((await dana.get(`/packages/${id}/versions/2/diff?against=x`)).status).toBe(400);
    expect((await dana.get(`/packages/${id}/versions/2/diff?against=7`)).status).toBe(404);
  });

  it('are brought back as a new version, which the audit log tells apart from a change', async () => {
    const id = await changedOnce('Scales');
    expect(await restore(id, 1, { 'if-match': '"2"' })).toMatchObject({ status: 200, body: { version: 3, name: 'Scales', entries: [{ policyId: consent, deviceGroupId: null }] } });
    expect((await dana.get(`/packages/${id}/versions`)).body.items.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
    const [entry] = await web.database.dataSource.query(`SELECT action, changes FROM audit_entry WHERE subject_id = $1 ORDER BY at DESC LIMIT 1`, [id]);
    expect(entry).toMatchObject({ action: 'package.restore', changes: { version: [2, 1], entries: [['Hours (only Linux)'], ['Consent']] } });
  });

  it('are only looked at by a dry run', async () => {
    const id = await changedOnce('Lamps');
    expect(await dana.post(`/packages/${id}/versions/1/restore?dryRun=true`, undefined, { 'if-match': '"2"' })).toMatchObject({ status: 200, body: { counts: { install: 0, update: 0, remove: 0 } } });
    expect((await dana.get(`/packages/${id}/versions`)).body.total).toBe(2);
  });

  it.each([
    { what: 'without saying which version is meant', version: 1, headers: {}, status: 428, code: 'API-ETAG-01' },
    { what: 'over a version that nobody has read', version: 1, headers: { 'if-match': '"1"' }, status: 412, code: 'API-ETAG-02' },
    { what: 'if it is what holds now', version: 2, headers: { 'if-match': '"2"' }, status: 409, code: 'API-CONFLICT-03' },
    { what: 'if it never was', version: 9, headers: { 'if-match': '"2"' }, status: 404, code: 'API-NOTFOUND-01' },
    { what: 'if it is no number', version: 'latest', headers: { 'if-match': '"2"' }, status: 404, code: 'API-NOTFOUND-01' },
  ])('are not brought back $what, and nothing changes', async ({ what, version, headers, status, code }) => {
    const id = await changedOnce(`Refused ${what}`);
    expect(await restore(id, version, headers as Record<string, string>)).toMatchObject({ status, body: { code } });
    expect((await dana.get(`/packages/${id}`)).body.version).toBe(2);
  });

  it('are not brought back with a policy that is gone; the history still tells its name', async () => {
    const gone = await policy('Gone soon');
    const { id } = (await dana.post('/packages', { name: 'Cellar', entries: [{ policyId: gone }] })).body;
    await dana.put(`/packages/${id}`, { name: 'Cellar', entries: [] }, { 'if-match': '"1"' });
    expect((await dana.delete(`/policies/${gone}`, { 'if-match': '*' })).status).toBe(204);
    expect(await restore(id, 1)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03', errors: [{ pointer: '/entries/0/policyId' }] } });
    expect((await dana.get(`/packages/${id}/versions`)).body.items[0].changes).toEqual([{ field: 'entry', before: 'Gone soon', after: null }]);
  });

  it('tell a mere change of the order as what it is', async () => {
    const { id } = (await dana.post('/packages', { name: 'Order', entries: [{ policyId: consent }, { policyId: hours }] })).body;
    await dana.put(`/packages/${id}`, { name: 'Order', entries: [{ policyId: hours }, { policyId: consent }] }, { 'if-match': '"1"' });
    expect((await dana.get(`/packages/${id}/versions`)).body.items[0].changes).toEqual([{ field: 'order', before: 'Consent, Hours', after: 'Hours, Consent' }]);
  });

  it('are read by who may read the package, and brought back only by who may change it', async () => {
    const id = await changedOnce('Vault');
    const theo = await hired(web, dana, 'theo', { all: true });
    expect((await theo.get(`/packages/${id}/versions`)).status).toBe(200);
    expect(await theo.post(`/packages/${id}/versions/1/restore`, undefined, { 'if-match': '*' })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });
});
