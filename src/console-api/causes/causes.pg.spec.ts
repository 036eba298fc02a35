import { hired } from '../../../test/personas/staff.js';
import { danaSetsUp } from '../../../test/personas/dana.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { keepNoSettings } from '../../../test/support/no-settings.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('failures by their cause', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(text, values);

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    await sql('DELETE FROM deployment');
    await keepNoSettings(web.database.dataSource);
    await fail(fleet.shop, 20, 'FAILED', 'RA-SEC-01');
    await fail(fleet.yard, 10, 'RETRY_WAIT', 'RA-NET-02');
    await fail(fleet.shop, 5, 'RETRY_WAIT', 'RA-NET-02');
    await fail(fleet.yard, 3, 'FAILED', 'RA-SEC-01');
    await fail(fleet.yard, 4, 'WAITING_FOR_DEVICE', 'RA-DSP-01');
    await fail(fleet.yard, 2, 'READY', null);
    await fail(fleet.yard, 1, 'FAILED', 'RA-PKG-02');
  });
  afterAll(() => web.close());

  /** Devices of a site whose deployments stand like this. */
  const fail = (siteId: string, count: number, phase: string, code: string | null) => sql(
    `WITH made AS (INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
       SELECT x, $1, x::text, x::text, 'till ' || n, 'linux', 'x64' FROM generate_series(1, $2::int) AS n CROSS JOIN LATERAL (SELECT gen_random_uuid() AS x WHERE n > 0) AS y RETURNING id, site_id),
     begun AS (INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, released_settings, newest_settings, settings_hash, incarnation, due_at)
       SELECT gen_random_uuid(), m.id, (SELECT id FROM provider_instance LIMIT 1), m.site_id, 'present', 1, 'none', 'none', 'x', 1, now() + interval '1 day' FROM made m RETURNING id, device_id),
     seen AS (INSERT INTO deployment_evidence (deployment_id, failure_code, failure_detail, failure_generation, failure_at, attempts) SELECT id, $4, '', CASE WHEN $4::text IS NOT NULL THEN 1 END, CASE WHEN $4::text IS NOT NULL THEN now() END, 2 FROM begun)
     INSERT INTO deployment_status (deployment_id, device_id, phase, error_code, generation) SELECT id, device_id, $3, $4, 1 FROM begun`,
    siteId, count, phase, code,
  );

  it('are few where many devices fail: what lies in the network of a site is one for each site, anything else one everywhere', async () => {
    const { status, body } = await dana.get('/causes');
    expect(status).toBe(200);
    expect(body.failing).toBe(39);
    expect(body.items.map(({ errorCode, devices, sites, siteId }: Record<string, unknown>) => [errorCode, devices, sites, siteId])).toEqual([
      ['RA-SEC-01', 23, 2, null], ['RA-NET-02', 10, 1, fleet.yard], ['RA-NET-02', 5, 1, fleet.shop], ['RA-PKG-02', 1, 1, null],
    ]);
    expect(body.items[0]).toMatchObject({ errorTitle: 'Agent quarantined', retry: 'trigger', remedy: expect.any(String), examples: expect.arrayContaining([{ id: expect.any(String), name: expect.any(String) }]) });
    expect(body.items[0].examples).toHaveLength(5);
  });

  it('are named at the device, with how many devices share them', async () => {
    const [one] = (await dana.get('/causes')).body.items;
    const { body } = await dana.get(`/devices/${one.examples[0].id}`);
    expect(body.sameCause).toBe(one.devices);
    const [well] = await sql<{ id: string }>(`SELECT device_id AS id FROM deployment_status WHERE phase = 'READY'`);
    expect((await dana.get(`/devices/${well!.id}`)).body.sameCause).toBeNull();
  });

  it('are those of the caller’s own sites', async () => {
    const mona = await hired(web, dana, 'mona', { siteIds: [fleet.shop] });
    expect((await mona.get('/causes')).body.items.map(({ errorCode, devices }: Record<string, unknown>) => [errorCode, devices])).toEqual([['RA-SEC-01', 20], ['RA-NET-02', 5]]);
    const { body } = await dana.get('/causes');
    const ofTheYard = body.items.find(({ siteId }: { siteId: string }) => siteId === fleet.yard);
    expect(await mona.post(`/causes/${ofTheYard.fingerprint}/retry`, {})).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    const shared = body.items.find(({ errorCode }: { errorCode: string }) => errorCode === 'RA-SEC-01');
    expect(await mona.post(`/causes/${shared.fingerprint}/retry`, {})).toMatchObject({ status: 200, body: { devices: 20 } });
    expect(await sql(`SELECT count(*)::int AS n FROM deployment_evidence WHERE failure_code = 'RA-SEC-01'`)).toEqual([{ n: 3 }]);
  });

  it('are remedied in one act, on record, and looked at again at once', async () => {
    const { body } = await dana.get('/causes');
    const { fingerprint } = body.items.find(({ siteId }: { siteId: string }) => siteId === fleet.yard);
    expect(await dana.post(`/causes/${fingerprint}/retry`, {})).toMatchObject({ status: 200, body: { devices: 10 } });
    expect(await sql(`SELECT count(*)::int AS n FROM deployment p JOIN deployment_evidence e ON e.deployment_id = p.id WHERE p.due_at <= now() AND e.attempts = 0 AND e.failure_code IS NULL AND e.cleared_by = 'Dana Okafor'`)).toEqual([{ n: 10 }]);
    const [entry] = (await dana.get('/audit?action=cause.retry')).body.items;
    expect(entry).toMatchObject({ subjectName: 'RA-NET-02 Egress blocked to download host', changes: { devices: [null, 10] } });
  });

  it('that do not go away by trying again want a reason', async () => {
    const { body } = await dana.get('/causes');
    const { fingerprint, retry } = body.items.find(({ errorCode }: { errorCode: string }) => errorCode === 'RA-PKG-02');
    expect(retry).toBe('no');
    expect(await dana.post(`/causes/${fingerprint}/retry`, {})).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03', errors: [{ pointer: '/reason' }] } });
    expect(await dana.post(`/causes/${fingerprint}/retry`, { reason: 'The publisher is allowed now.' })).toMatchObject({ status: 200, body: { devices: 1 } });
  });

  it('are for those who may repair, and unknown ones are unknown', async () => {
    const ada = await hired(web, dana, 'ada', { all: true });
    const { body } = await ada.get('/causes');
    expect(await ada.post(`/causes/${body.items[0].fingerprint}/retry`, {})).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await dana.post('/causes/0123456789abcdef/retry', {})).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
  });
});

describe('whether a remedy helped', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
  });
  afterAll(() => web.close());

  it('is said once by each, can be changed, and is counted for everybody', async () => {
    const theo = await hired(web, dana, 'theo', { all: true });
    expect(await dana.post('/status-catalogue/RA-NET-02/feedback', { helped: true })).toMatchObject({ status: 200, body: { code: 'RA-NET-02', helped: 1, notHelped: 0, mine: true } });
    await theo.post('/status-catalogue/RA-NET-02/feedback', { helped: true, note: 'It was the proxy.' });
    expect(await theo.post('/status-catalogue/RA-NET-02/feedback', { helped: false })).toMatchObject({ body: { helped: 1, notHelped: 1, mine: false } });
    expect((await dana.get('/status-catalogue')).body.feedback).toEqual([{ code: 'RA-NET-02', helped: 1, notHelped: 1, mine: true }]);
  });

  it.each([
    { path: 'RA-NET-99', body: { helped: true }, status: 404, code: 'API-NOTFOUND-01' },
    { path: 'RA-NET-02', body: { helped: 'yes' }, status: 400, code: 'API-INPUT-01' },
    { path: 'RA-NET-02', body: { helped: true, stars: 5 }, status: 400, code: 'API-INPUT-02' },
  ])('is not $body about $path', async ({ path, body, status, code }) => {
    expect(await dana.post(`/status-catalogue/${path}/feedback`, body)).toMatchObject({ status, body: { code } });
  });
});
