import { randomBytes, randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { publishServerKeys } from '../../../test/support/published-server-keys.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('offboarding a client', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  let token: string;

  beforeEach(async () => {
    web = await startWebForTest();
    await publishServerKeys(web.database.dataSource);
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    token = (await dana.post('/enrolment-tokens', { siteId: fleet.shop })).body.token;
  });
  afterEach(() => web.close());

  const sql = (text: string, ...values: unknown[]) =>
    web.database.dataSource.query<Record<string, unknown>[]>(text, values);
  const offboard = (
    who: BrowserSession,
    body: object = { reason: 'contract ended', confirm: 'Bakery Brown' },
    id = fleet.bakery,
  ) => who.post(`/clients/${id}/offboard`, body);
  const settledByCore = () =>
    sql(
      `UPDATE deployment SET desired = 'absent', removed_at = now() WHERE device_id IN (SELECT id FROM device WHERE retired_at IS NOT NULL)`,
    );
  const enrol = async (hostname: string): Promise<{ status: number; code: unknown }> => {
    const device = {
      publicKey: randomBytes(32).toString('base64url'),
      hardwareId: randomBytes(32).toString('hex'),
      hostname,
      os: 'linux',
      osVersion: '12',
      arch: 'x64',
      agentVersion: '0.1.0',
    };
    const answer = await fetch(`${web.url}/agent/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, ...device }),
    });
    return { status: answer.status, code: ((await answer.json()) as { code?: string }).code };
  };

  it('ends packages, tokens and devices in one act, and says what is waited for', async () => {
    const answer = await offboard(dana);
    expect(answer).toMatchObject({
      status: 201,
      body: {
        clientName: 'Bakery Brown',
        reason: 'contract ended',
        requestedBy: 'Dana Okafor',
        state: 'removing',
        counts: { devices: 2, proven: 0, waiting: 2, unproven: 0 },
      },
    });
    expect(
      answer.body.devices.map(({ deviceName, state }: { deviceName: string; state: string }) => [deviceName, state]),
    ).toEqual([
      ['baker-oven', 'waiting'],
      ['baker-till', 'waiting'],
    ]);
    expect((await dana.get('/devices')).body.items.map(({ name }: { name: string }) => name)).toEqual([
      'mill-gate',
      'mill-scale',
    ]);
    expect((await dana.get(`/assignments?siteId=${fleet.shop}`)).body.total).toBe(0);
    expect((await dana.get(`/enrolment-tokens?siteId=${fleet.shop}`)).body.items).toMatchObject([{ state: 'revoked' }]);
    expect((await dana.get(`/clients/${fleet.bakery}`)).body.leavingSince).toEqual(answer.body.startedAt);
  });

  it('can be looked at before, without changing anything', async () => {
    const plan = await dana.post(`/clients/${fleet.bakery}/offboard?dryRun=true`, { reason: 'contract ended', confirm: 'Bakery Brown' });
    expect(plan).toMatchObject({ status: 200, body: { counts: { install: 0, update: 0, remove: 2 } } });
    expect((await dana.get(`/clients/${fleet.bakery}`)).body).toMatchObject({ leavingSince: null, deviceCount: 2 });
    expect(await sql(`SELECT 1 FROM audit_entry WHERE action = 'client.offboard'`)).toEqual([]);
  });

  it('needs an agreed plan where it is large, and waits in a rollout then', async () => {
    await sql(
      `WITH more AS (INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
         SELECT gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, 'till ' || n, 'linux', 'x64' FROM generate_series(1, 60) AS n RETURNING id)
       INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, incarnation, released_settings, newest_settings, settings_hash)
       SELECT gen_random_uuid(), m.id, i.id, $1, 'present', 1, 1, 'none', 'none', 'x' FROM more m CROSS JOIN provider_instance i`,
      fleet.shop,
    );
    const refused = await offboard(dana);
    expect(refused).toMatchObject({ status: 428, body: { code: 'API-PLAN-01', plan: { counts: { remove: 62 } } } });
    expect((await dana.get(`/clients/${fleet.bakery}`)).body.leavingSince).toBeNull();
    const { hash } = refused.body.plan;
    const agreed = await dana.post(
      `/clients/${fleet.bakery}/offboard`, { reason: 'contract ended', confirm: 'Bakery Brown' }, { 'if-plan': hash, 'x-confirm-count': '62' },
    );
    expect(agreed).toMatchObject({ status: 201, body: { counts: { waiting: 62 } } });
    expect(await sql('SELECT device_count FROM rollout')).toEqual([{ device_count: 62 }]);
  });

  it('records every part of it in the same transaction', async () => {
    await offboard(dana);
    const entries = await sql(
      `SELECT action, count(*)::int AS n, count(DISTINCT tx::text)::int AS transactions FROM audit_entry
        WHERE tx = (SELECT tx FROM audit_entry WHERE action = 'client.offboard') GROUP BY action ORDER BY action`,
    );
    expect(entries).toEqual([
      { action: 'assignment.delete', n: 1, transactions: 1 },
      { action: 'client.offboard', n: 1, transactions: 1 },
      { action: 'device.delete', n: 2, transactions: 1 },
      { action: 'enrolment-token.revoke', n: 1, transactions: 1 },
    ]);
  });

  it('marks its sites for core, and no others', async () => {
    await sql('DELETE FROM dirty_site');
    await offboard(dana);
    expect(await sql('SELECT DISTINCT site_id FROM dirty_site')).toEqual([{ site_id: fleet.shop }]);
  });

  it('turns away a new installation that was waiting to take a device over', async () => {
    await sql(
      `UPDATE device SET claim_public_key = 'waiting', claim_site_id = site_id, claimed_at = now() WHERE id = $1`,
      fleet.till,
    );
    await offboard(dana);
    expect(await sql('SELECT claim_public_key FROM device WHERE id = $1', fleet.till)).toEqual([
      { claim_public_key: null },
    ]);
  });

  it.each([
    {
      with: 'another name',
      body: { reason: 'contract ended', confirm: 'Bakery' },
      code: 'API-INPUT-01',
      errors: [{ pointer: '/confirm', rule: 'confirm' }],
    },
    {
      with: 'no name',
      body: { reason: 'contract ended' },
      code: 'API-INPUT-01',
      errors: [{ pointer: '/confirm' }, {}],
    },
    {
      with: 'a blank reason',
      body: { reason: '  ', confirm: 'Bakery Brown' },
      code: 'API-INPUT-01',
      errors: [{ pointer: '/reason' }],
    },
    {
      with: 'an unknown property',
      body: { reason: 'contract ended', confirm: 'Bakery Brown', force: true },
      code: 'API-INPUT-02',
      errors: [{ pointer: '/force' }],
    },
  ])('is refused with $with, and changes nothing', async ({ body, code, errors }) => {
    expect(await offboard(dana, body)).toMatchObject({ status: 400, body: { code, errors } });
    expect((await dana.get(`/clients/${fleet.bakery}`)).body.leavingSince).toBeNull();
    expect(await dana.get(`/clients/${fleet.bakery}/offboarding`)).toMatchObject({
      status: 404,
      body: { code: 'API-NOTFOUND-01' },
    });
  });

  it('is refused the second time', async () => {
    await offboard(dana);
    expect(await offboard(dana)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
  });

  it('lets nothing new in', async () => {
    await offboard(dana);
    const other = (await dana.post('/clients', { name: 'Tannery' })).body.id;
    const yard = (await dana.post('/sites', { clientId: other, name: 'Vats' })).body.id;
    const packageId = (await dana.get('/packages')).body.items[0].id;
    const refused = {
      status: 409,
      body: {
        code: 'API-CONFLICT-03',
        detail: 'Bakery Brown is being offboarded: nothing new is enrolled, added or assigned there.',
      },
    };
    expect(await dana.post('/sites', { clientId: fleet.bakery, name: 'Kiosk' })).toMatchObject(refused);
    expect(await dana.post('/enrolment-tokens', { siteId: fleet.shop })).toMatchObject(refused);
    expect(await dana.post('/assignments', { packageId, siteIds: [yard, fleet.shop] })).toMatchObject(refused);
    expect(await dana.patch(`/devices/${fleet.gate}`, { siteId: fleet.shop })).toMatchObject(refused);
    expect((await dana.get(`/assignments?siteId=${yard}`)).body.total).toBe(0);
  });

  it('lets no device in by a token of before', async () => {
    expect(await enrol('baker-kiosk')).toEqual({ status: 200, code: undefined });
    await offboard(dana);
    expect(await enrol('baker-van')).toEqual({ status: 401, code: 'API-ENROL-01' });
    expect((await dana.get(`/clients/${fleet.bakery}/offboarding`)).body.counts.devices).toBe(3);
  });

  it('keeps its sites, whose devices the certificate speaks of', async () => {
    await offboard(dana);
    const other = (await dana.post('/clients', { name: 'Tannery' })).body.id;
    const move = (id: string, clientId: string) => dana.patch(`/sites/${id}`, { clientId });
    expect(await move(fleet.shop, other)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    expect(await move(fleet.yard, fleet.bakery)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
  });

  it('waits for what is being added at the same moment, and takes it along', async () => {
    const runner = web.database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT 1 FROM client WHERE id = $1 FOR SHARE', [fleet.bakery]);
    await runner.query(
      `INSERT INTO enrolment_token (id, site_id, secret_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`,
      [randomUUID(), fleet.shop, randomBytes(32)],
    );
    const offboarding = offboard(dana);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await runner.commitTransaction();
    await runner.release();
    expect((await offboarding).status).toBe(201);
    expect(await sql('SELECT count(*)::int AS n FROM enrolment_token WHERE revoked_at IS NULL')).toEqual([{ n: 0 }]);
  });

  it('belongs to who may change clients, and to whole clients', async () => {
    const theo = await hired(web, dana, 'theo', { clientIds: [fleet.bakery] });
    expect(await offboard(theo)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    const mona = await hired(web, dana, 'mona', { siteIds: [fleet.shop] });
    expect(await offboard(mona)).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
    await offboard(dana);
    expect(await mona.get(`/clients/${fleet.bakery}/offboarding`)).toMatchObject({
      status: 403,
      body: { code: 'API-SCOPE-01' },
    });
    expect((await theo.get(`/clients/${fleet.bakery}/offboarding`)).status).toBe(200);
  });

  it('answers for a foreign client as for a missing one', async () => {
    const mill = (await dana.get('/clients?q=Mill')).body.items[0].id;
    await offboard(dana, { reason: 'contract ended', confirm: 'Mill Green' }, mill);
    const mona = await hired(web, dana, 'mona', { clientIds: [fleet.bakery] });
    for (const path of [
      `/clients/${mill}/offboarding`,
      `/clients/${mill}/offboarding/certificate`,
      `/clients/${randomUUID()}/offboarding`,
    ]) {
      expect(await mona.get(path)).toMatchObject({
        status: 404,
        body: { code: 'API-NOTFOUND-01', detail: 'There is no such offboarding.' },
      });
    }
    expect(await offboard(mona, undefined, mill)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    expect(await mona.post(`/devices/${fleet.gate}/give-up-removal`, { reason: 'gone' })).toMatchObject({
      status: 404,
      body: { code: 'API-NOTFOUND-01' },
    });
  });

  it('gives up on a device only for who may change devices, and only where a removal waits', async () => {
    const theo = await hired(web, dana, 'theo', { clientIds: [fleet.bakery] });
    const giveUp = (who: BrowserSession, body: object = { reason: 'scrapped' }) =>
      who.post(`/devices/${fleet.oven}/give-up-removal`, body);
    expect(await giveUp(theo)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await giveUp(dana)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    await offboard(dana);
    await sql(`UPDATE deployment SET desired = 'absent' WHERE device_id = $1`, fleet.oven);
    expect(await giveUp(dana, { reason: '' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
    expect((await giveUp(dana)).status).toBe(204);
    expect((await dana.get(`/clients/${fleet.bakery}/offboarding`)).body).toMatchObject({
      state: 'removing',
      counts: { waiting: 1, unproven: 1 },
    });
  });

  it('is archived when nothing is waited for any more, and not before', async () => {
    await offboard(dana);
    expect(await dana.delete(`/clients/${fleet.bakery}`)).toMatchObject({
      status: 409,
      body: {
        code: 'API-CONFLICT-02',
        usedBy: [
          { kind: 'device', name: 'baker-oven' },
          { kind: 'device', name: 'baker-till' },
        ],
      },
    });
    await settledByCore();
    expect((await dana.delete(`/clients/${fleet.bakery}`)).status).toBe(204);
    expect((await dana.get(`/clients/${fleet.bakery}`)).status).toBe(404);
    expect((await dana.get('/sites')).body.items.map(({ name }: { name: string }) => name)).toEqual(['Yard']);
    expect((await dana.get(`/clients/${fleet.bakery}/offboarding`)).body).toMatchObject({
      archived: true,
      state: 'complete',
      counts: { devices: 2, proven: 2 },
    });
    expect((await dana.get('/launches')).body.items).toHaveLength(1);
    expect((await dana.post('/clients', { name: 'Bakery Brown' })).status).toBe(201);
  });

  it('is not archived while something of its own is left that others might use', async () => {
    await dana.post('/packages', { name: 'Bakery only', clientId: fleet.bakery, entries: [] });
    await offboard(dana);
    await settledByCore();
    expect(await dana.delete(`/clients/${fleet.bakery}`)).toMatchObject({
      status: 409,
      body: { code: 'API-CONFLICT-02', usedBy: [{ kind: 'package', name: 'Bakery only' }] },
    });
  });
});
