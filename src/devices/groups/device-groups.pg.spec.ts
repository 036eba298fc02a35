import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { Answer, BrowserSession } from '../../../test/support/browser-session.js';
import { type Fleet, fleetOf } from '../../../test/support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

const NOWHERE = '01890000-0000-7000-8000-000000000000';

describe('device groups', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let mona: BrowserSession;
  let fleet: Fleet;
  let mill: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    mill = (await dana.get(`/sites/${fleet.yard}`)).body.clientId;
    mona = await hired(web, dana, 'mona', { clientIds: [fleet.bakery] });
  });

  afterAll(() => web.close());

  const made = (name: string, filter: string, fields: object = {}, by: BrowserSession = dana): Promise<Answer> =>
    by.post('/device-groups', { name, filter, ...fields });
  const etagOf = (answer: Answer): Record<string, string> => ({ 'if-match': answer.headers.get('etag') ?? '' });
  const members = async (id: string, by: BrowserSession = dana): Promise<string[]> =>
    (await by.get(`/device-groups/${id}/devices`)).body.items.map((device: { name: string }) => device.name);

  it('hold from the start whom their filter means, and keep it in plain words', async () => {
    const answer = await made('  Linux tills ', 'OS:Linux   name:"baker*"', { description: 'Where people pay' });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        name: 'Linux tills',
        filter: 'os:linux name:baker*',
        clientId: null,
        deviceCount: 1,
        packageCount: 0,
        version: 1,
      },
    });
    expect(answer.headers.get('etag')).toBe('"1"');
    expect((await dana.get(`/device-groups/${answer.body.id}/devices`)).body).toMatchObject({
      total: 1,
      items: [
        {
          id: fleet.till,
          name: 'baker-till',
          clientName: 'Bakery Brown',
          siteName: 'Shop',
          os: 'linux',
          deviceType: 'unknown',
          tags: ['vip'],
        },
      ],
    });
    expect(
      (await dana.get(`/audit?action=device-group.create&subjectId=${answer.body.id}`)).body.items[0],
    ).toMatchObject({
      subjectName: 'Linux tills',
      changes: { filter: [null, 'os:linux name:baker*'] },
    });
  });

  it('are found by their words, and devices by their group', async () => {
    await made('Ovens', 'name:*oven*', { description: 'Hot' });
    expect((await dana.get('/device-groups?q=hot')).body.items).toMatchObject([{ name: 'Ovens' }]);
    expect((await dana.get('/devices?q=in:ovens')).body.items).toMatchObject([{ name: 'baker-oven' }]);
    expect((await dana.get('/devices?q=-in:ovens site:shop')).body.items).toMatchObject([{ name: 'baker-till' }]);
  });

  it.each([
    { filter: 'os:linux tag:', rule: 'missing', position: 13 },
    { filter: 'os:linux colour:red', rule: 'known-key', position: 9 },
    { filter: 'arch:mips', rule: 'known-value', position: 5 },
    { filter: 'is:online', rule: 'kept-fact', position: 0 },
    { filter: 'till', rule: 'kept-fact', position: 0 },
    { filter: '', rule: 'missing', position: 0 },
    { filter: 'name:"till', rule: 'quotes', position: 10 },
    { filter: `name:${'x'.repeat(1000)}`, rule: 'length', position: 1000 },
  ])('refuse $filter at its place', async ({ filter, rule, position }) => {
    const refusal = { status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/filter', rule, position }] } };
    expect(await made('Wrong', filter)).toMatchObject(refusal);
    expect(await dana.post('/device-groups/preview', { filter })).toMatchObject(refusal);
    expect((await dana.get('/device-groups?q=Wrong')).body.total).toBe(0);
  });

  it('can be tried out without being made', async () => {
    const { body } = await dana.post('/device-groups/preview', { filter: 'OS:linux' });
    expect(body).toMatchObject({ filter: 'os:linux', count: 3, countIsCapped: false });
    expect(body.devices.map((device: { name: string }) => device.name)).toEqual([
      'baker-till',
      'mill-gate',
      'mill-scale',
    ]);
    expect((await dana.post('/device-groups/preview', { filter: 'os:linux', clientId: fleet.bakery })).body.count).toBe(
      1,
    );
    expect((await mona.post('/device-groups/preview', { filter: 'os:linux' })).body).toMatchObject({
      count: 1,
      devices: [{ name: 'baker-till' }],
    });
  });

  it('follow a changed filter at once, and lose no update', async () => {
    const read = await made('Changing', 'name:baker*');
    const path = `/device-groups/${read.body.id}`;
    const change = { name: 'Changing', filter: 'name:mill*' };
    expect(await dana.put(path, change)).toMatchObject({ status: 428, body: { code: 'API-ETAG-01' } });
    expect(await dana.put(path, change, etagOf(read))).toMatchObject({
      status: 200,
      body: { filter: 'name:mill*', deviceCount: 2, version: 2 },
    });
    expect(await members(read.body.id)).toEqual(['mill-gate', 'mill-scale']);
    expect(await dana.put(path, { ...change, filter: 'name:*' }, etagOf(read))).toMatchObject({
      status: 412,
      body: { code: 'API-ETAG-02' },
    });
    expect(await members(read.body.id)).toEqual(['mill-gate', 'mill-scale']);
    expect(await dana.put(path, { ...change, filter: 'name:' }, { 'if-match': '*' })).toMatchObject({
      status: 400,
      body: { code: 'API-INPUT-01' },
    });
    expect(await dana.put(path, { ...change, clientId: mill }, { 'if-match': '*' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/clientId', rule: 'unchanged' }] },
    });
    expect(
      (await dana.get(`/audit?action=device-group.change&subjectId=${read.body.id}`)).body.items[0].changes,
    ).toEqual({ filter: ['name:baker*', 'name:mill*'] });
  });

  it('have one name each, whatever the case', async () => {
    await made('Front desks', 'name:*desk*');
    expect(await made('FRONT DESKS', 'name:*')).toMatchObject({
      status: 409,
      body: { code: 'API-CONFLICT-01', errors: [{ pointer: '/name' }] },
    });
  });

  it('of one client hold only its devices, whatever the filter says', async () => {
    const answer = await made('Everything of the mill', 'name:*', { clientId: mill });
    expect(answer.body).toMatchObject({ clientName: 'Mill Green', deviceCount: 2 });
    expect(await members(answer.body.id)).toEqual(['mill-gate', 'mill-scale']);
    expect(await made('Of nobody', 'name:*', { clientId: NOWHERE })).toMatchObject({
      status: 404,
      body: { code: 'API-NOTFOUND-01' },
    });
    expect((await dana.get(`/device-groups?clientId=${mill}`)).body.total).toBe(1);
  });

  it('that are shared are read by a manager, whose own devices they show, and changed by nobody with a narrower scope', async () => {
    const shared = (await made('All of them', 'name:*')).body.id;
    expect((await mona.get(`/device-groups/${shared}`)).body.deviceCount).toBe(2);
    expect(await members(shared, mona)).toEqual(['baker-oven', 'baker-till']);
    const refused = { status: 403, body: { code: 'API-SCOPE-01' } };
    expect(
      await mona.put(`/device-groups/${shared}`, { name: 'Mine', filter: 'name:x' }, { 'if-match': '*' }),
    ).toMatchObject(refused);
    expect(await mona.delete(`/device-groups/${shared}`)).toMatchObject(refused);
    expect(await made('Shared by mona', 'name:*', {}, mona)).toMatchObject(refused);
  });

  it('of a client are the manager’s who looks after all of it, and are nothing to others', async () => {
    const own = await made('Mona’s', 'tag:vip', { clientId: fleet.bakery }, mona);
    expect(own).toMatchObject({ status: 201, body: { deviceCount: 1 } });
    expect((await mona.delete(`/device-groups/${own.body.id}`, etagOf(own))).status).toBe(204);
    const theirs = (await made('The mill’s', 'name:*', { clientId: mill })).body.id;
    for (const answer of [
      await mona.get(`/device-groups/${theirs}`),
      await mona.get(`/device-groups/${theirs}/devices`),
      await mona.delete(`/device-groups/${theirs}`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    }
    const theo = await hired(web, dana, 'theo', { siteIds: [fleet.shop] });
    expect(await made('Theo’s', 'name:*', { clientId: fleet.bakery }, theo)).toMatchObject({
      status: 403,
      body: { code: 'API-RIGHT-01' },
    });
    expect((await theo.get('/device-groups?q=mill')).body.items).not.toContainEqual(
      expect.objectContaining({ id: theirs }),
    );
  });

  it('in use are not deleted, and say by what', async () => {
    const group = (await made('Used', 'name:*')).body.id;
    const [policy] = (await dana.get('/policies')).body.items;
    const box = (
      await dana.post('/packages', { name: 'Narrow', entries: [{ policyId: policy.id, deviceGroupId: group }] })
    ).body.id;
    const exclusion = randomUUID();
    await web.database.dataSource.query(
      `INSERT INTO exclusion (id, kind, device_group_id, reason, author_name) VALUES ($1, 'exclude', $2, 'Being sold', 'Dana')`,
      [exclusion, group],
    );
    const refused = await dana.delete(`/device-groups/${group}`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-02' } });
    expect(refused.body.usedBy).toEqual(
      expect.arrayContaining([
        { kind: 'package', id: box, name: 'Narrow' },
        { kind: 'exclusion', id: exclusion, name: 'Being sold' },
      ]),
    );
    expect((await dana.get(`/device-groups/${group}`)).body.packageCount).toBe(1);
    await dana.delete(`/packages/${box}`);
    expect(await dana.delete(`/device-groups/${group}`)).toMatchObject({
      status: 409,
      body: { usedBy: [{ kind: 'exclusion' }] },
    });
    await web.database.dataSource.query(`UPDATE exclusion SET ended_at = now(), end_reason = 'expired' WHERE id = $1`, [exclusion]);
    expect((await dana.delete(`/device-groups/${group}`)).status).toBe(204);
    expect(await dana.get(`/device-groups/${group}`)).toMatchObject({ status: 404 });
    expect((await dana.get(`/audit?action=device-group.delete&subjectId=${group}`)).body.total).toBe(1);
  });

  it('keep their client from being deleted', async () => {
    const client = (await dana.post('/clients', { name: 'Short-lived' })).body.id;
    const group = (await made('Theirs', 'name:*', { clientId: client })).body.id;
    expect(await dana.delete(`/clients/${client}`)).toMatchObject({
      status: 409,
      body: { usedBy: [{ kind: 'device group', id: group, name: 'Theirs' }] },
    });
  });
});
