import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { RolloutScene } from '../../../test/support/rollout-scene.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';

const WHY = { reason: 'Looking into it' };
const DEFAULTS = { waves: ['1', '10', '100', '25%', '100%'], soakSeconds: 60, ratePerMinute: null, window: null, needsSecondPerson: false };

describe('rollouts in the API', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let mona: BrowserSession;
  let scene: RolloutScene;
  let foreignSite: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    scene = await RolloutScene.begin(['Europe/Berlin'], web.database);
    const elsewhere = (await dana.post('/clients', { name: 'Mill Green' })).body.id;
    foreignSite = (await dana.post('/sites', { clientId: elsewhere, name: 'Silo' })).body.id;
    mona = await hired(web, dana, 'mona', { clientIds: [scene.clientId] });
  });
  afterEach(() => scene.clear());
  afterAll(() => web.close());

  const phases = async (rollout: string): Promise<string[]> =>
    (await scene.sql('SELECT device_id FROM deployment WHERE rollout_id = $1 AND due_at <= now()', rollout)).map((row) => row.device_id);

  it('show waves with their counts, the causes of failures, and what is waited for until when', async () => {
    const rollout = await scene.rollout([...(await scene.devices(50)), ...(await scene.devices(30, { online: false }))]);
    await scene.step();
    await scene.wavePasses(rollout);
    await scene.wavePasses(rollout);
    const wave = await scene.released(rollout, 3);
    await scene.answer(wave.slice(0, 2), 'RA-PKG-02');
    await scene.setOnline(wave.slice(2, 4), false);
    await scene.acknowledge(wave.slice(4, 9));
    await scene.sql('UPDATE rollout SET look_again_at = now()');
    await scene.step();
    const { body, status } = await dana.get(`/rollouts/${rollout}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: 'running', wave: 3, waveCount: 3, deviceCount: 80, released: 50, settled: 10, failed: 2, waiting: 30, waitingOnline: 0, waitingOffline: 30, allInScope: true,
      next: { waitsFor: 'devices', sentence: expect.stringContaining('connect'), until: null },
    });
    expect(body.waves.map(({ number, size, state }: { number: number; size: number; state: string }) => [number, size, state])).toEqual([[1, 1, 'passed'], [2, 9, 'passed'], [3, 70, 'open']]);
    expect(body.waves[2]).toMatchObject({ released: 40, acknowledged: 7, settled: 0, failed: 2, awaitedOnline: 31, awaitedOffline: 2, failedByCause: [{ errorCode: 'RA-PKG-02', count: 2 }] });
    expect((await dana.get('/rollouts?state=running')).body.items).toMatchObject([{ id: rollout, deviceCount: 80, failed: 2 }]);
    expect((await dana.get('/rollouts?state=done')).body.total).toBe(0);
    expect(await dana.get('/rollouts?state=over')).toMatchObject({ status: 400, body: { code: 'API-INPUT-03' } });
  });

  it('list their devices by wave and by outcome', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    await scene.step();
    await scene.answer(await scene.released(rollout), 'RA-PKG-02');
    const failed = (await dana.get(`/rollouts/${rollout}/devices?outcome=failed&wave=1`)).body;
    expect(failed).toMatchObject({ total: 1, items: [{ wave: 1, outcome: 'failed', errorCode: 'RA-PKG-02', errorTitle: expect.any(String), action: 'install' }] });
    expect((await dana.get(`/rollouts/${rollout}/devices?outcome=waiting&sort=-deviceName`)).body.total).toBe(59);
    expect((await dana.get(`/deployments?rolloutId=${rollout}`)).body.total).toBe(60);
  });

  it('are paused, resumed and aborted on record; every waiting device is looked at again at once', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    await scene.step();
    await scene.sql(`UPDATE deployment SET due_at = now() + interval '1 hour'`);
    expect(await dana.post(`/rollouts/${rollout}/pause`, WHY)).toMatchObject({ status: 200, body: { state: 'paused', stateBy: 'operator', stateReason: 'Looking into it' } });
    expect(await phases(rollout)).toHaveLength(59);
    await scene.wavePasses(rollout);
    expect((await scene.released(rollout)).length).toBe(1);
    expect(await dana.post(`/rollouts/${rollout}/resume`, WHY)).toMatchObject({ status: 200, body: { state: 'running' } });
    await scene.step();
    await scene.passes(61);
    await scene.step();
    expect((await scene.released(rollout)).length).toBe(10);
    expect(await dana.post(`/rollouts/${rollout}/abort`, WHY)).toMatchObject({ status: 200, body: { state: 'aborted' } });
    await scene.passes(1);
    await scene.step();
    expect((await scene.state(rollout)).ended_at).not.toBeNull();
    expect((await scene.sql('SELECT count(*)::int AS n FROM deployment WHERE rollout_id = $1 AND pending IS NOT NULL', rollout))[0].n).toBe(50);
    expect((await dana.get(`/audit?subjectId=${rollout}&sort=at`)).body.items.map(({ action }: { action: string }) => action)).toEqual(['rollout.pause', 'rollout.resume', 'rollout.abort']);
  });

  it('refuse a move that their state does not allow, a stale one, and one without a reason', async () => {
    const rollout = await scene.rollout(await scene.devices(60));
    expect(await dana.post(`/rollouts/${rollout}/resume`, WHY)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    expect(await dana.post(`/rollouts/${rollout}/pause`, WHY, { 'if-match': '"7"' })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect(await dana.post(`/rollouts/${rollout}/pause`)).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: expect.arrayContaining([expect.objectContaining({ pointer: '/reason' })]) } });
    await dana.post(`/rollouts/${rollout}/abort`, WHY, { 'if-match': '"1"' });
    for (const move of ['pause', 'resume', 'abort']) {
      expect(await dana.post(`/rollouts/${rollout}/${move}`, WHY)).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
    }
  });

  it('go on after a halt only by an explicit act, which accepts the failures that were seen, not those to come', async () => {
    const rollout = await scene.rollout(await scene.devices(300));
    await scene.step();
    await scene.wavePasses(rollout);
    const wave = await scene.released(rollout, 2);
    await scene.answer(wave.slice(0, 2), 'RA-PKG-02');
    expect((await dana.get(`/rollouts/${rollout}`)).body).toMatchObject({ state: 'halted', errorCode: 'RA-SYS-04', stateBy: 'guard' });
    await dana.post(`/rollouts/${rollout}/resume`, WHY);
    await scene.wavePasses(rollout);
    expect(await scene.state(rollout)).toMatchObject({ state: 'running', wave: 3 });
    await scene.answer((await scene.released(rollout, 3)).slice(0, 5), 'RA-PKG-02');
    expect(await scene.state(rollout)).toMatchObject({ state: 'halted' });
  });

  it('go on with few answers when the person who was asked says so, but not after a pause of somebody', async () => {
    const rollout = await scene.rollout([...(await scene.devices(4)), ...(await scene.devices(60, { online: false }))]);
    await scene.step();
    await scene.wavePasses(rollout);
    await scene.wavePasses(rollout);
    await dana.post(`/rollouts/${rollout}/pause`, WHY);
    await dana.post(`/rollouts/${rollout}/resume`, WHY);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ state: 'running', wave: 2, waits_for: 'devices' });
    await scene.passes(86_401);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ state: 'paused', state_by: 'guard' });
    await dana.post(`/rollouts/${rollout}/resume`, WHY);
    await scene.step();
    await scene.passes(61);
    await scene.step();
    expect(await scene.state(rollout)).toMatchObject({ state: 'running', wave: 3 });
  });

  it('tell a manager only about devices in scope, and let nobody act on those of others', async () => {
    const mixed = await scene.rollout([...(await scene.devices(40)), ...(await scene.devices(30, { siteId: foreignSite }))]);
    const foreign = await scene.rollout(await scene.devices(60, { siteId: foreignSite }));
    const own = await scene.rollout(await scene.devices(55));
    await scene.step();
    expect((await mona.get('/rollouts')).body.items.map(({ id, deviceCount }: { id: string; deviceCount: number }) => [id, deviceCount])).toEqual([[own, 55], [mixed, 40]]);
    expect((await mona.get(`/rollouts/${mixed}`)).body).toMatchObject({ deviceCount: 40, allInScope: false, waves: [{ size: null }, { size: null }, { size: null }] });
    expect((await mona.get(`/rollouts/${mixed}/devices`)).body.total).toBe(40);
    expect(await mona.get(`/rollouts/${foreign}`)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    expect(await mona.post(`/rollouts/${foreign}/pause`, WHY)).toMatchObject({ status: 404, body: { code: 'API-NOTFOUND-01' } });
    expect(await mona.post(`/rollouts/${mixed}/pause`, WHY)).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
    expect(await mona.post(`/rollouts/${own}/pause`, WHY)).toMatchObject({ status: 200 });
    expect((await mona.get(`/audit?subjectId=${own}`)).body.total).toBe(1);
  });

  it('have defaults that a Super Admin changes, on record, based on what he read', async () => {
    const read = await dana.get('/rollout-defaults');
    expect(read.body).toMatchObject(DEFAULTS);
    const wanted = { ...DEFAULTS, waves: ['5', '50%', '100%'], ratePerMinute: 100, window: { days: ['sat', 'sun'], from: '22:00', to: '04:00' }, needsSecondPerson: true };
    expect(await dana.put('/rollout-defaults', wanted)).toMatchObject({ status: 428, body: { code: 'API-ETAG-01' } });
    expect(await mona.put('/rollout-defaults', wanted, { 'if-match': '*' })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    const etag = read.headers.get('etag')!;
    expect(await dana.put('/rollout-defaults', wanted, { 'if-match': etag })).toMatchObject({ status: 200, body: wanted });
    expect(await dana.put('/rollout-defaults', wanted, { 'if-match': etag })).toMatchObject({ status: 412, body: { code: 'API-ETAG-02' } });
    expect((await dana.get('/rollout-defaults')).body).toMatchObject(wanted);
    expect(await scene.sql(`SELECT changes -> 'ratePerMinute' AS rate FROM audit_entry WHERE action = 'rollout-defaults.change'`)).toEqual([{ rate: [null, 100] }]);
  });

  it.each([
    { bad: { waves: [] }, pointer: '/waves' },
    { bad: { waves: ['0'] }, pointer: '/waves' },
    { bad: { soakSeconds: -1 }, pointer: '/soakSeconds' },
    { bad: { ratePerMinute: 0 }, pointer: '/ratePerMinute' },
    { bad: { window: { days: [], from: '22:00', to: '04:00' } }, pointer: '/window/days' },
    { bad: { window: { days: ['sat'], from: '24:00', to: '04:00' } }, pointer: '/window/from' },
    { bad: { window: 'at night' }, pointer: '/window' },
  ])('have no defaults such as $bad', async ({ bad, pointer }) => {
    const answer = await dana.put('/rollout-defaults', { ...DEFAULTS, ...bad }, { 'if-match': '*' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });

  it('cannot be written by what faces the network: a device is released by core alone', async () => {
    const rollout = await scene.rollout(await scene.devices(1));
    const grants: { privilege_type: string }[] = await scene.sql(`SELECT privilege_type FROM information_schema.table_privileges WHERE table_name = 'rollout_device' AND grantee = 'latchkey_web'`);
    expect(grants.map((grant) => grant.privilege_type)).toEqual(['SELECT']);
    expect(rollout).toBeDefined();
  });
});
