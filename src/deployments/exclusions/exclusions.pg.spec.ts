import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { type Answer, BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

describe('exclusions and pins', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let mona: BrowserSession;
  let fleet: Fleet;
  let mill: string;
  let linux: string;
  let bakeryGroup: string;
  let millGroup: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    mill = (await dana.get('/clients?q=Mill')).body.items[0].id;
    [linux, bakeryGroup, millGroup] = [await group('Linux', null), await group('Bakery tills', fleet.bakery), await group('Mill gates', mill)];
    await joined(linux, fleet.till);
    await joined(linux, fleet.gate);
    mona = await hired(web, dana, 'mona', { clientIds: [fleet.bakery] });
  });
  beforeEach(async () => {
    await sql('DELETE FROM exclusion');
    await sql('DELETE FROM dirty_site');
  });
  afterAll(() => web.close());

  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(text, values);
  const joined = (groupId: string, deviceId: string) => sql('INSERT INTO device_group_member (group_id, device_id) VALUES ($1, $2)', groupId, deviceId);
  const group = async (name: string, clientId: string | null): Promise<string> => {
    const id = randomUUID();
    await sql(`INSERT INTO device_group (id, client_id, name, filter) VALUES ($1, $2, $3, 'os:linux')`, id, clientId, name);
    return id;
  };
  const setApart = (target: object, fields: object = {}, by: BrowserSession = dana): Promise<Answer> =>
    by.post('/exclusions', { kind: 'exclude', target, reason: 'rented out', ...fields });
  const made = async (target: object, fields: object = {}): Promise<string> => {
    const answer = await setApart(target, fields);
    expect(answer).toMatchObject({ status: 201 });
    return answer.body.id;
  };
  const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
  const found = async (query: string, by: BrowserSession = dana): Promise<string[]> => {
    const answer = await by.get(`/exclusions?${query}`);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.items.map((item: { target: { name: string } }) => item.target.name).sort();
  };
  const dirty = async (): Promise<unknown[]> => (await sql('SELECT DISTINCT site_id FROM dirty_site ORDER BY site_id')).map((row) => row['site_id']);

  it('are kept with reason, author and expiry', async () => {
    const expiresAt = inMs(60_000);
    const answer = await setApart({ deviceId: fleet.till }, { kind: 'pin', reason: '  audit week ', expiresAt });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        kind: 'pin', target: { deviceId: fleet.till, name: 'baker-till' }, siteName: 'Shop', clientName: 'Bakery Brown', reason: 'audit week',
        authorName: 'Dana Okafor', expiresAt, live: true, endedAt: null, endReason: null, version: 1,
      },
    });
    expect(answer.body.target).not.toHaveProperty('siteId');
    const { items } = (await dana.get(`/audit?action=exclusion.create&deviceId=${fleet.till}`)).body;
    expect(items).toMatchObject([{ subjectName: 'baker-till', siteId: fleet.shop, changes: { kind: [null, 'pin'], reason: [null, 'audit week'] } }]);
  });

  it.each([
    { wrong: 'no reason', body: { reason: ' ' }, code: 'API-INPUT-01', pointer: '/reason' },
    { wrong: 'another kind', body: { kind: 'ignore' }, code: 'API-INPUT-01', pointer: '/kind' },
    { wrong: 'no target', body: { target: {} }, code: 'API-INPUT-01', pointer: '/target' },
    { wrong: 'two targets', body: { target: { siteId: randomUUID(), deviceId: randomUUID() } }, code: 'API-INPUT-01', pointer: '/target' },
    { wrong: 'another kind of target', body: { target: { tag: 'vip' } }, code: 'API-INPUT-02', pointer: '/target/tag' },
    { wrong: 'an expiry that is over', body: { expiresAt: '2020-01-01T00:00:00Z' }, code: 'API-INPUT-01', pointer: '/expiresAt' },
    { wrong: 'an expiry without a zone', body: { expiresAt: '2030-01-01 00:00' }, code: 'API-INPUT-01', pointer: '/expiresAt' },
    { wrong: 'an expiry at no moment', body: { expiresAt: '2030-01-01T23:59:60Z' }, code: 'API-INPUT-01', pointer: '/expiresAt' },
  ])('are refused with $wrong', async ({ body, code, pointer }) => {
    expect(await setApart({ siteId: fleet.shop }, body)).toMatchObject({ status: 400, body: { code, errors: [{ pointer }] } });
    expect(await found('')).toEqual([]);
  });

  it('make exactly the sites be looked at that they move, and not for another reason', async () => {
    const [site, device] = [await made({ siteId: fleet.shop }), await made({ deviceId: fleet.gate })];
    expect(await dirty()).toEqual([fleet.shop, fleet.yard].sort());
    await sql('DELETE FROM dirty_site');
    await dana.patch(`/exclusions/${site}`, { reason: 'for the summer' }, { 'if-match': '"1"' });
    expect(await dirty()).toEqual([]);
    await dana.patch(`/exclusions/${site}`, { expiresAt: inMs(60_000) }, { 'if-match': '"2"' });
    expect(await dirty()).toEqual([fleet.shop]);
    await sql('DELETE FROM dirty_site');
    await dana.delete(`/exclusions/${device}`);
    expect(await dirty()).toEqual([fleet.yard]);
    await sql('DELETE FROM dirty_site');
    await made({ deviceGroupId: linux });
    expect(await dirty()).toEqual([fleet.shop, fleet.yard].sort());
  });

  it('are found by what they concern', async () => {
    const basic = (await dana.get('/packages?q=Basic')).body.items[0].id;
    await made({ siteId: fleet.shop });
    await made({ deviceId: fleet.oven }, { kind: 'pin' });
    await made({ siteId: fleet.yard });
    await made({ deviceGroupId: linux });
    expect(await found(`siteId=${fleet.shop}`)).toEqual(['Linux', 'Shop', 'baker-oven']);
    expect(await found(`packageId=${basic}`)).toEqual(['Linux', 'Shop', 'baker-oven']);
    expect(await found(`deviceId=${fleet.oven}`)).toEqual(['Shop', 'baker-oven']);
    expect(await found(`deviceId=${fleet.gate}`)).toEqual(['Linux', 'Yard']);
    expect(await found(`deviceGroupId=${linux}`)).toEqual(['Linux']);
    expect(await found('kind=pin')).toEqual(['baker-oven']);
    expect(await found('q=yard rented')).toEqual(['Yard']);
    expect(await dana.get('/exclusions?live=perhaps')).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
  });

  it('stay as history once they have ended, and end once', async () => {
    const id = await made({ siteId: fleet.shop });
    expect(await dana.delete(`/exclusions/${id}`, { 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect((await dana.delete(`/exclusions/${id}`)).status).toBe(204);
    expect((await dana.get(`/exclusions/${id}`)).body).toMatchObject({ live: false, endReason: 'withdrawn', endedByName: 'Dana Okafor' });
    expect([await found('live=true'), await found('live=false')]).toEqual([[], ['Shop']]);
    expect(await dana.delete(`/exclusions/${id}`)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    expect(await dana.patch(`/exclusions/${id}`, { expiresAt: null }, { 'if-match': '*' })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    expect((await dana.get(`/audit?action=exclusion.delete&subjectId=${id}`)).body.total).toBe(1);
  });

  it('are over at their expiry, even before anybody has ended them', async () => {
    const expiresAt = inMs(300);
    const id = await made({ deviceId: fleet.till }, { expiresAt });
    expect((await dana.get(`/devices/${fleet.till}`)).body.exclusion).toMatchObject({ id });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await sql('SELECT ended_at FROM exclusion WHERE id = $1', id))[0]).toEqual({ ended_at: null });
    expect((await dana.get(`/exclusions/${id}`)).body).toMatchObject({ live: false, endedAt: expiresAt, endReason: 'expired' });
    expect((await dana.get(`/devices/${fleet.till}`)).body.exclusion).toBeNull();
    expect(await dana.patch(`/exclusions/${id}`, { expiresAt: inMs(60_000) }, { 'if-match': '*' })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
  });

  it('cannot be changed without, or with a stale, version', async () => {
    const id = await made({ siteId: fleet.shop });
    expect(await dana.patch(`/exclusions/${id}`, { reason: 'other' })).toMatchObject({ status: 428, body: { code: 'API-ETAG-01' } });
    expect(await dana.patch(`/exclusions/${id}`, { reason: 'other' }, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { reason: 'other', version: 2 } });
    expect(await dana.patch(`/exclusions/${id}`, { reason: 'third' }, { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect(await dana.patch(`/exclusions/${id}`, { reason: null }, { 'if-match': '*' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
    expect(await dana.patch(`/exclusions/${id}`, { kind: 'pin' }, { 'if-match': '*' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-02' } });
  });

  it('are made by a manager within his clients, and nowhere else', async () => {
    expect(await setApart({ siteId: fleet.shop }, {}, mona)).toMatchObject({ status: 201, body: { authorName: 'Mona Lindqvist' } });
    expect(await setApart({ deviceGroupId: bakeryGroup }, {}, mona)).toMatchObject({ status: 201 });
    for (const target of [{ siteId: fleet.yard }, { deviceId: fleet.gate }, { deviceGroupId: millGroup }]) {
      expect(await setApart(target, {}, mona)).toMatchObject({
        status: 404, body: { code: 'API-NOTFOUND-01', errors: [{ pointer: `/target/${Object.keys(target)[0]}` }] },
      });
    }
    expect(await setApart({ deviceGroupId: linux }, {}, mona)).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
  });

  it('of a client’s group are not for whom only a site of it is in scope', async () => {
    const [email, password] = ['miles@northwind.example', 'gravel-lantern-otter'];
    await dana.post('/users', { name: 'Miles Roy', email, password, role: 'manager', scope: { siteIds: [fleet.shop] } });
    const miles = await new BrowserSession(web.url).signIn(email, password);
    expect(await setApart({ deviceGroupId: bakeryGroup }, {}, miles)).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
    expect(await setApart({ siteId: fleet.shop }, {}, miles)).toMatchObject({ status: 201 });
  });

  it('of others’ sites are nowhere to be found, those of shared groups can be read but not ended', async () => {
    const [yard, shared] = [await made({ siteId: fleet.yard }), await made({ deviceGroupId: linux })];
    await made({ deviceGroupId: millGroup });
    await made({ deviceId: fleet.gate });
    expect(await found('', mona)).toEqual(['Linux']);
    expect(await mona.get(`/exclusions/${yard}`)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    expect(await mona.delete(`/exclusions/${yard}`)).toMatchObject({ status: 404 });
    expect(await mona.delete(`/exclusions/${shared}`)).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
  });

  it('are read, not written, by a technician, and not even read by office staff', async () => {
    const [theo, otis] = [await hired(web, dana, 'theo', { all: true }), await hired(web, dana, 'otis', { all: true })];
    expect(await setApart({ siteId: fleet.shop }, {}, theo)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect((await theo.get('/exclusions')).status).toBe(200);
    expect(await otis.get('/exclusions')).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it('go with the site or device they are of, and ended ones with their group', async () => {
    const id = await group('Short-lived', null);
    const exclusion = await made({ deviceGroupId: id });
    await expect(sql('DELETE FROM device_group WHERE id = $1', id)).rejects.toMatchObject({ code: expect.stringMatching(/^23(001|503)$/) });
    await dana.delete(`/exclusions/${exclusion}`);
    await sql('DELETE FROM device_group WHERE id = $1', id);
    expect((await dana.get(`/exclusions/${exclusion}`)).status).toBe(404);
  });

  it('are shown on the device: left out or frozen, by whom and why', async () => {
    const scale = (await dana.get('/devices?q=mill-scale')).body.items[0].id;
    await made({ deviceId: scale }, { reason: 'a scale needs no remote access' });
    await made({ deviceId: fleet.till }, { kind: 'pin' });
    expect((await dana.get('/devices?phase=EXCLUDED')).body.items).toMatchObject([
      { name: 'mill-scale', deployment: null, exclusion: { kind: 'exclude', target: 'device', authorName: 'Dana Okafor', reason: 'a scale needs no remote access' } },
    ]);
    expect((await dana.get('/devices?phase=NOT_TARGETED')).body.total).toBe(0);
    expect((await dana.get('/devices?sort=phase')).body.items[0].name).toBe('mill-scale');
    expect((await dana.get('/deployments/summary')).body.byPhase).toContainEqual({ phase: 'EXCLUDED', label: 'Excluded', count: 1 });
    expect((await dana.get(`/devices/${fleet.till}`)).body).toMatchObject({ deployment: { phase: 'READY', pinned: true }, exclusion: { kind: 'pin' } });
    expect((await dana.get('/deployments?q=till')).body.items[0]).toMatchObject({ pinned: true });
    await made({ siteId: fleet.shop });
    expect((await dana.get(`/devices/${fleet.till}/effective-policy`)).body).toMatchObject({ targeted: false, exclusion: { kind: 'exclude', target: 'site', targetName: 'Shop' } });
    expect((await dana.get(`/devices/${fleet.till}/launchability`)).body.code).toBe('RA-LCH-02');
    const { id } = (await dana.get('/auth/me')).body;
    await dana.patch(`/users/${id}`, { allowRemoteControl: true }, { 'if-match': '*' });
    expect((await dana.get(`/devices/${fleet.till}/launchability`)).body).toMatchObject({
      allowed: false, code: 'RA-ELG-06', detail: 'The site "Shop" was excluded by Dana Okafor: rented out', whoCanFix: 'administrator',
    });
    expect(await dana.post(`/devices/${fleet.till}/launch`, { mode: 'terminal' })).toMatchObject({ status: 403, body: { code: 'RA-ELG-06' } });
  });
});
