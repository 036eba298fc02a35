import { randomUUID } from 'node:crypto';
import { followAwayLaunches } from '../../src/remote-access/index.js';
import { danaMayControl, danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { type ConnectingCore, connectingCore } from '../support/connecting-core.js';
import { eventually } from '../support/eventually.js';
import { makeReady } from '../support/ready-device.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { ScreenConnectScene } from '../support/screen-connect-scene.js';
import { smallFleet, type SmallFleet } from '../support/small-fleet.js';

const FAST = { withinMs: 30_000, everyMs: 50 };

describe('a device at a server that somebody else runs', () => {
  let web: WebUnderTest;
  let core: ConnectingCore;
  let scene: ScreenConnectScene;
  let dana: BrowserSession;
  let fleet: SmallFleet;
  let instanceId: string;
  let remoteId: string;
  let device: Awaited<ReturnType<ScreenConnectScene['device']>>;
  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query<Record<string, unknown>[]>(text, values);

  beforeAll(async () => {
    web = await startWebForTest();
    scene = await ScreenConnectScene.start();
    dana = await danaSetsUp(web);
    core = await connectingCore(web);
    fleet = await smallFleet(web.database.dataSource, 1, { enabled: true, 'consent.mode': 'off' });
    await fleet.assign();
    device = await scene.device(scene.open(), { deviceId: fleet.deviceIds[0]! });
    remoteId = device.remoteId;
    const connection = { url: scene.base, secret: scene.double.switches.secret, allowedPrivateHosts: 'localhost', ca: scene.ca, rolesAskForConsent: 'yes' };
    instanceId = (await dana.post('/provider-instances', { kind: 'screen-connect', name: 'Quay', connection })).body.id;
    await eventually('core has read its endpoints', async () => (await sql('SELECT 1 FROM remote_endpoint WHERE remote_id = $1', remoteId)).length > 0, FAST);
    await makeReady(web.database.dataSource, { ...fleet, instanceId });
    await sql('UPDATE deployment_evidence SET remote_id = $1, verified_remote_id = $1', remoteId);
    await sql('UPDATE device SET has_display = true');
    await danaMayControl(dana);
  });
  afterAll(async () => {
    await core?.close();
    await scene?.stop();
    await web?.close();
  });
  beforeEach(() => sql(`UPDATE launch SET state = 'ended', ended_at = now() WHERE state <> 'ended'`));

  const ticket = async () => {
    const { status, body } = await dana.post(`/devices/${fleet.deviceIds[0]!}/launch`, { mode: 'desktop' });
    expect({ status, body }).toMatchObject({ status: 201 });
    return body as { redeemUrl: string; launchId: string };
  };
  const redeem = (redeemUrl: string, headers: Record<string, string> = {}) =>
    dana.raw(redeemUrl, { method: 'POST', headers: { cookie: dana.cookieHeader, 'x-requested-with': 'latchkey', 'content-type': 'application/json', accept: 'text/html', ...headers }, body: '{}' });
  const launch = async (id: string) => (await dana.get(`/launches/${id}`)).body as Record<string, unknown>;
  const link = `#Access///`;

  it('is opened at that server’s own page, to which the browser is sent without saying where it comes from', async () => {
    const { redeemUrl, launchId } = await ticket();
    const answer = await redeem(redeemUrl);
    const page = await answer.text();
    expect({ status: answer.status, referrer: answer.headers.get('referrer-policy'), kept: answer.headers.get('cache-control') }).toEqual({ status: 200, referrer: 'no-referrer', kept: 'no-store' });
    const href = /id="leave" rel="noreferrer" href="([^"]+)"/.exec(page)![1]!;
    expect(href).toBe(`${scene.base}/Host${link}${remoteId}/Join`);
    expect(answer.headers.get('content-security-policy')).toContain("form-action 'none'");
    expect(await launch(launchId)).toMatchObject({ state: 'active', isAway: true, openedAt: expect.any(String) });
    expect((await redeem(redeemUrl)).status).toBe(403);
    expect(scene.double.hosts.open(href, 'Dana')).not.toBeNull();
  });

  it('is sent nowhere but to the origin by which the server was connected', async () => {
    const { redeemUrl, launchId } = await ticket();
    const provider = core.instances.provider(instanceId)!;
    const minting = jest.spyOn(provider, 'mintLaunch').mockResolvedValueOnce({ shareId: 'x', path: 'https://evil.example/Host', expiresAt: new Date(Date.now() + 60_000) });
    const answer = await redeem(redeemUrl);
    minting.mockRestore();
    const page = await answer.text();
    expect(answer.status).toBe(503);
    expect(page).toContain('RA-INS-04');
    expect(page).not.toContain('evil.example');
    expect(await launch(launchId)).toMatchObject({ state: 'refused', refusalCode: 'RA-INS-04' });
  });

  it('is left when the server shows nobody any more, and not while it cannot be asked', async () => {
    const { redeemUrl, launchId } = await ticket();
    await redeem(redeemUrl);
    const session = scene.double.store.sessions.get(remoteId)!;
    for (const open of [...session.connections].filter(({ processType }) => Number(processType) === 1)) scene.double.hosts.leave(remoteId, open);
    const host = scene.double.hosts.open(`${scene.base}/Host${link}${remoteId}/Join`, 'Dana')!;
    const longAgo = () => sql(`UPDATE launch SET opened_at = now() - interval '10 minutes', last_active_at = now() - interval '5 minutes' WHERE id = $1`, launchId);
    const follow = () => followAwayLaunches(core.unit, (id) => core.instances.provider(id));
    await longAgo();
    await follow();
    expect(await launch(launchId)).toMatchObject({ state: 'active' });
    scene.double.hosts.leave(remoteId, host);
    await longAgo();
    await followAwayLaunches(core.unit, () => null);
    expect(await launch(launchId)).toMatchObject({ state: 'active' });
    await follow();
    expect(await launch(launchId)).toMatchObject({ state: 'ended', endReason: 'left' });
  });

  describe('with an address for hints', () => {
    let address: string;
    beforeAll(async () => (address = (await dana.post(`/provider-instances/${instanceId}/hint-address`)).body.url));
    const post = (body: unknown, to = new URL(address).pathname, headers = {}) =>
      fetch(web.url + to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
    const hint = (eventId = randomUUID(), more: object = {}) => ({ Event: { EventID: eventId, EventType: 'Connected' }, Session: { SessionID: remoteId, ...more } });
    const looks = async () => Number((await sql(`SELECT count(*) AS n FROM provider_act WHERE kind = 'look-at-endpoint'`))[0]!['n']);

    it('is looked at again at once when something happens to it, whatever the server says of it', async () => {
      device.agent.disconnect();
      scene.double.switches.triggerTarget = null;
      const read = scene.calls('GetSessionBySessionID');
      expect((await post(hint(undefined, { Name: 'made up', GuestInfo: { MachineName: 'made up' } }))).status).toBe(204);
      await eventually('it is known to be away', async () => (await sql('SELECT 1 FROM remote_endpoint WHERE remote_id = $1 AND NOT connected', remoteId)).length > 0, FAST);
      expect(scene.calls('GetSessionBySessionID')).toBeGreaterThan(read);
      expect(JSON.stringify(await sql('SELECT r::text FROM remote_endpoint r'))).not.toContain('made up');
      device.agent.connect();
    });

    it('takes the same event once', async () => {
      const [before, eventId] = [await looks(), randomUUID()];
      for (let i = 0; i < 3; i++) expect((await post(hint(eventId))).status).toBe(204);
      expect((await looks()) - before).toBe(1);
    });

    it.each([[{}], [[]], ['"text"'], [{ Event: null, Session: 7 }], [{ Event: { EventID: "' OR 1=1" }, Session: { SessionID: 'x' } }], [{ Session: { SessionID: randomUUID() } }]])('drops what says nothing: %j', async (body) => {
      const before = await looks();
      expect([204, 400]).toContain((await post(body)).status);
      expect(await looks()).toBe(before);
    });

    it('refuses what is too large, and what is posted to no address of ours', async () => {
      expect((await post({ ...hint(), padding: 'x'.repeat(70_000) })).status).toBe(413);
      expect((await post(hint(), '/provider-hints/made-up')).status).toBe(404);
    });

    it('drops more than a minute can take, and lets nobody post without end', async () => {
      await sql(`INSERT INTO provider_hint (provider_instance_id, event_id) SELECT $1, gen_random_uuid()::text FROM generate_series(1, 60)`, instanceId);
      const before = await looks();
      expect((await post(hint())).status).toBe(204);
      expect(await looks()).toBe(before);
      await sql('DELETE FROM provider_hint');
      const codes = await Promise.all(Array.from({ length: 320 }, () => post({}).then(({ status }) => status)));
      expect(codes).toContain(429);
    });

    it('keeps a hash of the secret, shows the address once, and forgets it when it is renewed', async () => {
      const secret = new URL(address).pathname.split('/').at(-1)!;
      const said = JSON.stringify([(await dana.get(`/provider-instances/${instanceId}/settings`)).body, (await dana.get('/audit?limit=100')).body, await sql('SELECT i::text FROM provider_instance i')]);
      expect(said).not.toContain(secret);
      expect((await dana.get(`/provider-instances/${instanceId}/settings`)).body).toMatchObject({ hasHintAddress: true });
      const renewed = (await dana.post(`/provider-instances/${instanceId}/hint-address`)).body.url as string;
      expect(renewed).not.toBe(address);
      const known = (url: string) => sql(`SELECT 1 FROM provider_instance WHERE hint_hash = sha256($1::bytea)`, Buffer.from(new URL(url).pathname.split('/').at(-1)!));
      expect([(await known(address)).length, (await known(renewed)).length]).toEqual([0, 1]);
      expect((await dana.delete(`/provider-instances/${instanceId}/hint-address`)).status).toBe(204);
      expect((await known(renewed)).length).toBe(0);
    });
  });
});
