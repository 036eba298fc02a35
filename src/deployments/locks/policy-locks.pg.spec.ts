import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { Answer, BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('policy locks', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
  });
  beforeEach(async () => {
    await sql(`UPDATE policy_locks SET settings = '{}', version = 1`);
    await sql('DELETE FROM dirty_site');
  });
  afterAll(() => web.close());

  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(text, values);
  const locked = (settings: unknown, headers: Record<string, string> = { 'if-match': '"1"' }, by: BrowserSession = dana): Promise<Answer> =>
    by.put('/policy-locks', settings, headers);

  it('hold for every device, whatever its policies say', async () => {
    const empty = await dana.get('/policy-locks');
    expect(empty).toMatchObject({ status: 200, body: {} });
    expect(empty.headers.get('etag')).toBe('"1"');
    const answer = await locked({ 'consent.mode': 'always', 'visibility.trayIcon': true, 'capability.terminal': null });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({ 'consent.mode': 'always', 'visibility.trayIcon': true });
    expect(answer.headers.get('etag')).toBe('"2"');
    const { settings } = (await dana.get(`/devices/${fleet.till}/effective-policy`)).body;
    expect(settings['consent.mode']).toMatchObject({ value: 'always', source: 'lock' });
  });

  it('are audited with what was and what is', async () => {
    await locked({ 'consent.mode': 'always' });
    await locked({ 'consent.mode': 'if-user-present', 'capability.terminal': false }, { 'if-match': '"2"' });
    const [entry] = (await dana.get('/audit?action=policy-locks.change')).body.items;
    expect(entry.changes).toEqual({ 'consent.mode': ['always', 'if-user-present'], 'capability.terminal': [null, false] });
  });

  it.each<{ wrong: string; body: unknown; code: string; pointer: string }>([
    { wrong: 'an unknown setting', body: { sparkle: true }, code: 'API-INPUT-02', pointer: '/sparkle' },
    { wrong: 'a value that does not fit', body: { 'consent.timeoutSeconds': 1 }, code: 'API-INPUT-01', pointer: '/consent.timeoutSeconds' },
    { wrong: 'a name that is no setting', body: { constructor: true }, code: 'API-INPUT-02', pointer: '/constructor' },
    { wrong: 'a list', body: ['enabled'], code: 'API-INPUT-01', pointer: '' },
  ])('are refused with $wrong', async ({ body, code, pointer }) => {
    expect(await locked(body)).toMatchObject({ status: 400, body: { code, errors: [{ pointer }] } });
    expect((await dana.get('/policy-locks')).body).toEqual({});
  });

  it('lose no update', async () => {
    expect(await locked({}, {})).toMatchObject({ status: 428, body: { code: 'API-ETAG-01' } });
    const answers = await Promise.all([locked({ 'consent.mode': 'always' }), locked({ 'capability.terminal': false })]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body.code).toBe('API-ETAG-02');
  });

  it('make every site be looked at that has a package or a deployment, and no other; the same again none', async () => {
    await dana.post('/sites', { clientId: fleet.bakery, name: 'Empty shop' });
    await sql('DELETE FROM dirty_site');
    await locked({ 'consent.mode': 'always' });
    const rows = await sql('WITH gone AS (DELETE FROM dirty_site RETURNING site_id) SELECT DISTINCT site_id FROM gone');
    expect(new Set(rows.map((row) => row['site_id']))).toEqual(new Set([fleet.shop, fleet.yard]));
    await locked({ 'consent.mode': 'always' }, { 'if-match': '*' });
    expect(await sql('SELECT 1 FROM dirty_site')).toEqual([]);
  });

  it('turn remote access on for the devices of a site without a package, and off again', async () => {
    const site = (await dana.post('/sites', { clientId: fleet.bakery, name: 'Back office' })).body.id;
    await sql(`INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch) VALUES (gen_random_uuid(), $1, 'h', 'k', 'till', 'linux', 'x64')`, site);
    const [till] = (await dana.get(`/devices?siteId=${site}`)).body.items;
    const policy = async () => (await dana.get(`/devices/${till.id}/effective-policy`)).body;
    for (const enabled of [true, null]) {
      await sql('DELETE FROM dirty_site');
      const { body: plan } = await dana.put('/policy-locks?dryRun=true', { enabled }, { 'if-match': '*' });
      expect(plan.bySite).toEqual(expect.arrayContaining(enabled ? [expect.objectContaining({ siteId: site, install: 1 })] : []));
      await locked({ enabled }, { 'if-match': '*' });
      expect(await sql('SELECT 1 FROM dirty_site WHERE site_id = $1', site)).not.toEqual([]);
      expect((await policy()).targeted).toBe(enabled === true);
    }
  });

  it('are a Super Admin’s, and everybody’s to read who reads policies', async () => {
    const [mona, theo, otis, sal] = [
      await hired(web, dana, 'mona', { all: true }), await hired(web, dana, 'theo', { all: true }), await hired(web, dana, 'otis', { all: true }), await hired(web, dana, 'sal'),
    ];
    expect(await locked({}, { 'if-match': '*' }, mona)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect((await theo.get('/policy-locks')).status).toBe(200);
    expect(await otis.get('/policy-locks')).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect((await locked({ 'consent.mode': 'always' }, { 'if-match': '*' }, sal)).status).toBe(200);
  });
});
