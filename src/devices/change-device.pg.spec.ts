import { hired } from '../../test/personas/staff.js';
import type { BrowserSession } from '../../test/support/browser-session.js';
import { GatewayScene } from '../../test/support/gateway-scene.js';

describe('changing a device', () => {
  let scene: GatewayScene;
  let otherSite: string;
  let mona: BrowserSession;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
    const clientId = (await scene.dana.post('/clients', { name: 'Mill Green' })).body.id;
    otherSite = (await scene.dana.post('/sites', { clientId, name: 'Harbour' })).body.id;
    mona = await hired(scene.web, scene.dana, 'mona', { siteIds: [scene.siteId] });
  });
  afterEach(() => scene.clear());
  afterAll(() => scene.end());

  const actions = async (id: string): Promise<string[]> =>
    (await scene.query('SELECT action FROM audit_entry WHERE device_id = $1 ORDER BY at', [id])).map((row) => row.action);

  it('names, tags and moves it, and records what changed', async () => {
    const { deviceId } = await scene.enrolled();
    const answer = await scene.dana.patch(`/devices/${deviceId}`, { displayName: 'Front desk', tags: ['till', 'front'], siteId: otherSite });
    expect(answer).toMatchObject({ status: 200, body: { name: 'Front desk', tags: ['front', 'till'], siteId: otherSite, version: 2 } });
    const [entry] = await scene.query(`SELECT changes FROM audit_entry WHERE device_id = $1 AND action = 'device.change'`, [deviceId]);
    expect(entry.changes).toMatchObject({ siteId: [scene.siteId, otherSite], displayName: [null, 'Front desk'] });
  });

  it('marks both sites for the reconciler when it is moved', async () => {
    const { deviceId } = await scene.enrolled();
    await scene.query('DELETE FROM dirty_site');
    await scene.dana.patch(`/devices/${deviceId}`, { siteId: otherSite });
    const dirty = (await scene.query('SELECT site_id FROM dirty_site')).map((row) => row.site_id as string);
    expect(new Set(dirty)).toEqual(new Set([scene.siteId, otherSite]));
  });

  it('shows the host name again when its own name is taken away', async () => {
    const till = await scene.enrolled();
    await scene.dana.patch(`/devices/${till.deviceId}`, { displayName: 'Front desk' });
    expect(await scene.dana.patch(`/devices/${till.deviceId}`, { displayName: null })).toMatchObject({ body: { name: till.hostname, displayName: null } });
  });

  it('changes nothing, and no version, where nothing is new', async () => {
    const { deviceId } = await scene.enrolled();
    expect(await scene.dana.patch(`/devices/${deviceId}`, { tags: [] })).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await actions(deviceId)).toEqual(['device.enrol']);
  });

  it('loses no update: the second of two changes based on one version is refused', async () => {
    const { deviceId } = await scene.enrolled();
    expect(await scene.dana.patch(`/devices/${deviceId}`, { tags: ['a'] }, { 'if-match': '"1"' })).toMatchObject({ status: 200 });
    expect(await scene.dana.patch(`/devices/${deviceId}`, { tags: ['b'] }, { 'if-match': '"1"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
  });

  it.each([
    { body: { colour: 'brown' }, code: 'API-INPUT-02' },
    { body: { siteId: 'here' }, code: 'API-INPUT-01' },
    { body: { tags: ['<script>'] }, code: 'API-INPUT-01' },
    { body: { displayName: '' }, code: 'API-INPUT-01' },
  ])('refuses $body with $code', async ({ body, code }) => {
    const { deviceId } = await scene.enrolled();
    expect(await scene.dana.patch(`/devices/${deviceId}`, body)).toMatchObject({ status: 400, body: { code } });
  });

  it('lets a manager change own devices, move them nowhere else, and see no others', async () => {
    const own = await scene.enrolled();
    const foreign = await scene.enrolled();
    await scene.dana.patch(`/devices/${foreign.deviceId}`, { siteId: otherSite });
    expect(await mona.patch(`/devices/${own.deviceId}`, { tags: ['mine'] })).toMatchObject({ status: 200 });
    expect(await mona.patch(`/devices/${own.deviceId}`, { siteId: otherSite })).toMatchObject({ status: 404 });
    const missing = await mona.delete('/devices/00000000-0000-4000-8000-000000000000');
    for (const answer of [await mona.patch(`/devices/${foreign.deviceId}`, { tags: [] }), await mona.delete(`/devices/${foreign.deviceId}`), await mona.post(`/devices/${foreign.deviceId}/revoke`)]) {
      expect({ status: answer.status, code: answer.body.code, detail: answer.body.detail }).toEqual({ status: 404, code: missing.body.code, detail: missing.body.detail });
    }
    expect(await mona.post('/enrolment-tokens', { siteId: otherSite })).toMatchObject({ status: 404 });
    expect(await mona.get(`/install-command?siteId=${otherSite}&os=linux`)).toMatchObject({ status: 404 });
  });

  it('is not for a technician', async () => {
    const { deviceId } = await scene.enrolled();
    const theo = await hired(scene.web, scene.dana, 'theo', { all: true });
    expect(await theo.patch(`/devices/${deviceId}`, { tags: [] })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await theo.get('/enrolment-tokens')).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it('deletes it for the operators at once, while the device may still be told to clean up', async () => {
    const till = await scene.enrolled();
    expect(await scene.dana.delete(`/devices/${till.deviceId}`)).toMatchObject({ status: 204 });
    expect(await scene.dana.patch(`/devices/${till.deviceId}`, { tags: [] })).toMatchObject({ status: 404 });
    expect(await actions(till.deviceId)).toEqual(['device.enrol', 'device.delete']);
    const conversation = await scene.connected(till);
    const { id } = await scene.order(till.deviceId);
    expect(await conversation.next('instruction')).toMatchObject({ id });
  });

  it('brings a deleted device back when it is enrolled anew', async () => {
    const till = await scene.enrolled();
    await scene.dana.delete(`/devices/${till.deviceId}`);
    const { deviceId } = await till.enrol(scene.token);
    expect(deviceId).toBe(till.deviceId);
    expect(await scene.dana.patch(`/devices/${deviceId}`, { tags: ['back'] })).toMatchObject({ status: 200 });
  });
});
