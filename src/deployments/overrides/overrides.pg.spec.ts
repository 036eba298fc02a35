import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { Answer, BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

const DAY = 24 * 60 * 60_000;

describe('the override of a device', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let mona: BrowserSession;
  let fleet: Fleet;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    const [standard] = (await dana.get('/policies')).body.items;
    const settings = { enabled: true, 'consent.timeoutSeconds': 120, 'capability.files': false };
    await dana.put(`/policies/${standard.id}`, { name: standard.name, enabled: true, settings }, { 'if-match': '*' });
    mona = await hired(web, dana, 'mona', { clientIds: [fleet.bakery] });
  });
  beforeEach(async () => {
    await sql('DELETE FROM device_override');
    await sql(`UPDATE policy_locks SET settings = '{}'`);
    await sql('DELETE FROM dirty_site');
  });
  afterAll(() => web.close());

  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(text, values);
  const path = (deviceId = fleet.till) => `/devices/${deviceId}/override`;
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  const overridden = (settings: object, fields: object = {}, by: BrowserSession = dana, headers: Record<string, string> = {}): Promise<Answer> =>
    by.put(path(), { settings, reason: 'the till has no user', ...fields }, headers);

  it('says what it says, why, and what would hold without it', async () => {
    expect(await dana.get(path())).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01', detail: 'There is no such override.' } });
    const answer = await overridden({ 'consent.timeoutSeconds': 30, 'visibility.trayIcon': true, 'consent.mode': null });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        deviceId: fleet.till, settings: { 'consent.timeoutSeconds': 30, 'visibility.trayIcon': true }, without: { 'consent.timeoutSeconds': 120, 'visibility.trayIcon': false },
        mayLoosen: false, reason: 'the till has no user', authorName: 'Dana Okafor', expiresAt: null, version: 1,
      },
    });
    expect(answer.body.settings).not.toHaveProperty('consent.mode');
    expect((await dana.get(path())).headers.get('etag')).toBe('"1"');
    const { body } = await dana.get(`/devices/${fleet.till}/effective-policy`);
    expect(body.settings['consent.timeoutSeconds']).toMatchObject({ value: 30, source: 'override', reason: 'the till has no user', shadowed: [{ value: 120, source: 'policy' }] });
    expect((await dana.get(`/devices/${fleet.oven}/effective-policy`)).body.settings['consent.timeoutSeconds']).toMatchObject({ value: 120, source: 'policy' });
    const [entry] = (await dana.get(`/audit?action=override.create&deviceId=${fleet.till}`)).body.items;
    expect(entry).toMatchObject({ subjectName: 'baker-till', siteId: fleet.shop, changes: { settings: [null, { 'consent.timeoutSeconds': 30, 'visibility.trayIcon': true }] } });
  });

  it.each([
    { wrong: 'a setting that does not exist', body: { settings: { sparkle: true } }, code: 'API-INPUT-02', pointer: '/settings/sparkle' },
    { wrong: 'a value that does not fit', body: { settings: { 'consent.mode': 'maybe' } }, code: 'API-INPUT-01', pointer: '/settings/consent.mode' },
    { wrong: 'no setting at all', body: { settings: { 'consent.mode': null } }, code: 'API-INPUT-01', pointer: '/settings' },
    { wrong: 'no reason', body: { reason: '' }, code: 'API-INPUT-01', pointer: '/reason' },
    { wrong: 'an expiry that is over', body: { expiresAt: '2020-01-01T00:00:00Z' }, code: 'API-INPUT-01', pointer: '/expiresAt' },
  ])('is refused with $wrong', async ({ body, code, pointer }) => {
    expect(await overridden({ 'consent.mode': 'always' }, body)).toMatchObject({ status: 400, body: { code, errors: [{ pointer }] } });
    expect(await sql('SELECT 1 FROM device_override')).toEqual([]);
  });

  it('is said anew only with the version that was read', async () => {
    expect(await overridden({ 'consent.mode': 'always' }, {}, dana, { 'if-match': '"4"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    await overridden({ 'consent.mode': 'always' });
    expect(await overridden({ 'consent.mode': 'always' })).toMatchObject({ status: 428, body: { code: 'API-ETAG-01' } });
    expect(await overridden({ 'capability.terminal': false }, {}, dana, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { version: 2, settings: { 'capability.terminal': false } } });
    expect(await overridden({ 'consent.mode': 'always' }, {}, dana, { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect(await dana.delete(path(), { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
  });

  it('is made once by two who make it at once', async () => {
    const answers = await Promise.all([overridden({ 'consent.mode': 'always' }), overridden({ 'capability.terminal': false })]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.find(({ status }) => status !== 200)?.body.code;
    expect(['API-ETAG-01', 'API-ETAG-02']).toContain(refused);
  });

  it('loosens a security setting only by a Super Admin, and says which', async () => {
    const loosened = { 'consent.timeoutSeconds': 121, 'capability.files': true, 'capability.terminal': false };
    expect(await overridden(loosened, { expiresAt: inMs(DAY) }, mona)).toMatchObject({
      status: 403, body: { code: 'API-RIGHT-01', errors: [{ pointer: '/settings/consent.timeoutSeconds' }, { pointer: '/settings/capability.files' }] },
    });
    expect(await overridden(loosened, { expiresAt: inMs(DAY) })).toMatchObject({ status: 200, body: { mayLoosen: true } });
    expect((await dana.get(`/devices/${fleet.till}/effective-policy`)).body.settings['consent.timeoutSeconds']).toMatchObject({ value: 121, source: 'override' });
    expect(await overridden({ 'consent.timeoutSeconds': 122 }, { expiresAt: inMs(DAY) }, mona, { 'if-match': '*' })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it('loosens also what only the default holds', async () => {
    expect(await overridden({ 'consent.mode': 'never' }, { expiresAt: inMs(DAY) }, mona)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01', errors: [{ pointer: '/settings/consent.mode' }] } });
  });

  it.each([
    { expiry: 'none', expiresAt: undefined },
    { expiry: 'null', expiresAt: null },
    { expiry: 'in 31 days', expiresAt: inMs(31 * DAY) },
  ])('that loosens is refused with an expiry of $expiry', async ({ expiresAt }) => {
    expect(await overridden({ 'consent.mode': 'never' }, { expiresAt })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/expiresAt' }] } });
  });

  it('that only tightens, or changes what is no matter of security, is a manager’s and needs no expiry', async () => {
    const answer = await overridden({ 'consent.timeoutSeconds': 10, 'visibility.trayIcon': true, 'capability.recording': true }, {}, mona);
    expect(answer).toMatchObject({ status: 200, body: { mayLoosen: false, expiresAt: null } });
    expect(await overridden({ 'visibility.trayIcon': true }, { expiresAt: inMs(400 * DAY) }, mona, { 'if-match': '"1"' })).toMatchObject({ status: 200 });
  });

  it('is judged against policies that reach the device’s groups, and against no lock', async () => {
    const [groupId, policyId] = [randomUUID(), randomUUID()];
    await sql(`INSERT INTO device_group (id, name, filter) VALUES ($1, 'Tills', 'tag:vip')`, groupId);
    await sql('INSERT INTO device_group_member (group_id, device_id) VALUES ($1, $2)', groupId, fleet.till);
    await sql(`INSERT INTO policy (id, category, type, name, settings) VALUES ($1, 'devices', 'remote-access', 'Tills', '{"consent.timeoutSeconds": 20}')`, policyId);
    await sql(`INSERT INTO package_entry (package_id, policy_id, device_group_id, position) SELECT id, $1, $2, 1 FROM package WHERE name = 'Basic'`, policyId, groupId);
    await sql(`UPDATE policy_locks SET settings = '{"consent.timeoutSeconds": 10}'`);
    expect(await overridden({ 'consent.timeoutSeconds': 21 }, {}, mona)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await overridden({ 'consent.timeoutSeconds': 15 }, {}, mona)).toMatchObject({ status: 200, body: { without: { 'consent.timeoutSeconds': 10 } } });
    expect(await mona.put(path(fleet.oven), { settings: { 'consent.timeoutSeconds': 100 }, reason: 'in no group' })).toMatchObject({ status: 200 });
    await sql('DELETE FROM package_entry WHERE policy_id = $1', policyId);
  });

  it('makes the site of its device be looked at, and only when it says something else', async () => {
    const dirty = async () => (await sql('WITH gone AS (DELETE FROM dirty_site RETURNING site_id) SELECT DISTINCT site_id FROM gone')).map((row) => row['site_id']);
    await overridden({ 'consent.mode': 'always' });
    expect(await dirty()).toEqual([fleet.shop]);
    await overridden({ 'consent.mode': 'always' }, { reason: 'said better' }, dana, { 'if-match': '"1"' });
    expect(await dirty()).toEqual([]);
    await overridden({ 'capability.terminal': false }, {}, dana, { 'if-match': '"2"' });
    expect(await dirty()).toEqual([fleet.shop]);
    expect((await dana.delete(path())).status).toBe(204);
    expect(await dirty()).toEqual([fleet.shop]);
    expect(await dana.delete(path())).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
  });

  it('is over at its expiry, even before anybody has ended it', async () => {
    await overridden({ 'consent.timeoutSeconds': 30 }, { expiresAt: inMs(300) });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await dana.get(`/devices/${fleet.till}/effective-policy`)).body.settings['consent.timeoutSeconds']).toMatchObject({ value: 120, source: 'policy' });
    expect(await dana.get(path())).toMatchObject({ status: 404 });
    expect(await overridden({ 'consent.timeoutSeconds': 40 })).toMatchObject({ status: 200, body: { version: 1 } });
    expect((await dana.get(`/audit?action=override.expire&deviceId=${fleet.till}`)).body.items).toMatchObject([{ actorKind: 'system' }]);
  });

  it('is not for whom the device is out of scope, nor for a technician to write', async () => {
    const theo = await hired(web, dana, 'theo', { all: true });
    expect(await overridden({ 'consent.mode': 'always' }, {}, theo)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    for (const answer of [
      await mona.get(path(fleet.gate)),
      await mona.put(path(fleet.gate), { settings: { 'consent.mode': 'always' }, reason: 'x' }),
      await mona.delete(path(fleet.gate)),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01', detail: 'There is no such device.' } });
    }
  });
});
