import { DANA, danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { Answer, BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('the versions of a policy', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
  });

  afterAll(() => web.close());

  const FIRST = { enabled: true, 'consent.mode': 'always' };
  const SECOND = { enabled: true, 'session.allowedHours': 'mon-fri 08:00-18:00' };

  /** Two versions: the second has another name, no consent and hours. */
  async function changedOnce(name: string): Promise<string> {
    const { id } = (await dana.post('/policies', { category: 'devices', type: 'remote-access', name, settings: FIRST })).body;
    const changed = await dana.put(`/policies/${id}`, { name: `${name} 2`, enabled: true, settings: { ...SECOND, 'consent.mode': null } }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, settings: SECOND } });
    return id;
  }

  const restore = (id: string, version: number | string, ifMatch: Record<string, string> = { 'if-match': '*' }): Promise<Answer> =>
    dana.post(`/policies/${id}/versions/${version}/restore`, undefined, ifMatch);
  const settingsChange = [
    { pointer: '/settings/consent.mode', before: 'always', after: null },
    { pointer: '/settings/session.allowedHours', before: null, after: 'mon-fri 08:00-18:00' },
  ];

  it('say what each of them changed', async () => {
    const id = await changedOnce('Tills');
    const { items } = (await dana.get(`/policies/${id}/versions`)).body;
    expect(items).toMatchObject([
      { version: 2, authorName: DANA.name, changes: [{ pointer: '/name', before: 'Tills', after: 'Tills 2' }, ...settingsChange] },
      { version: 1, changes: [{ pointer: '/settings/consent.mode', before: null, after: 'always' }, { pointer: '/settings/enabled', before: null, after: true }] },
    ]);
  });

  it('say what each of them changed also at the border of a page', async () => {
    const id = await changedOnce('Doors');
    const { items } = (await dana.get(`/policies/${id}/versions?limit=1`)).body;
    expect(items).toMatchObject([{ version: 2, changes: [{ pointer: '/name' }, ...settingsChange] }]);
  });

  it('can be compared, each with any other', async () => {
    const id = await changedOnce('Ovens');
    expect((await dana.get(`/policies/${id}/versions/2/diff`)).body).toEqual({ from: 1, to: 2, changes: [{ pointer: '/name', before: 'Ovens', after: 'Ovens 2' }, ...settingsChange] });
    expect((await dana.get(`/policies/${id}/versions/1/diff?against=2`)).body.changes).toContainEqual({ pointer: '/settings/consent.mode', before: null, after: 'always' });
    expect((await dana.get(`/policies/${id}/versions/2/diff?against=2`)).body.changes).toEqual([]);
    expect((await dana.get(`/policies/${id}/versions/1/diff`)).body).toMatchObject({ from: 0, to: 1 });
  });

  it('are brought back as a new version, which the audit log tells apart from a change', async () => {
    const id = await changedOnce('Scales');
    expect(await restore(id, 1, { 'if-match': '"2"' })).toMatchObject({ status: 200, body: { version: 3, name: 'Scales', settings: FIRST } });
    expect((await dana.get(`/policies/${id}/versions`)).body.total).toBe(3);
    const [entry] = await web.database.dataSource.query(`SELECT action, changes FROM audit_entry WHERE subject_id = $1 ORDER BY at DESC LIMIT 1`, [id]);
    expect(entry).toMatchObject({ action: 'policy.restore', changes: { name: ['Scales 2', 'Scales'], version: [2, 1] } });
  });

  it('are only looked at by a dry run', async () => {
    const id = await changedOnce('Lamps');
    const plan = await dana.post(`/policies/${id}/versions/1/restore?dryRun=true`, undefined, { 'if-match': '"2"' });
    expect(plan).toMatchObject({ status: 200, body: { counts: { install: 0, update: 0, remove: 0 } } });
    expect((await dana.get(`/policies/${id}`)).body).toMatchObject({ version: 2, name: 'Lamps 2' });
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
    expect((await dana.get(`/policies/${id}`)).body.version).toBe(2);
  });

  it('are not brought back while their name is somebody else’s', async () => {
    const id = await changedOnce('Mixers');
    await dana.post('/policies', { category: 'devices', type: 'remote-access', name: 'mixers', settings: {} });
    expect(await restore(id, 1)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-01' } });
  });

  it('are not brought back with settings that the product does not accept any more', async () => {
    const id = await changedOnce('Cellar');
    await web.database.dataSource.query(`UPDATE policy_version SET settings = '{"consent.mode": "sometimes"}' WHERE policy_id = $1 AND version = 1`, [id]);
    expect(await restore(id, 1)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03', errors: [{ pointer: '/settings/consent.mode' }] } });
  });

  it('are brought back only by who may change the policy, and compared by whom may read it', async () => {
    const id = await changedOnce('Vault');
    const theo = await hired(web, dana, 'theo', { all: true });
    expect((await theo.get(`/policies/${id}/versions/2/diff`)).status).toBe(200);
    expect(await theo.post(`/policies/${id}/versions/1/restore`, undefined, { 'if-match': '*' })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it.each(['?against=-1', '?against=x', '?against=1&colour=red'])('cannot be compared with %s', async (query) => {
    const id = await changedOnce(`Compared ${query}`);
    expect(await dana.get(`/policies/${id}/versions/2/diff${query}`)).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
  });
});
