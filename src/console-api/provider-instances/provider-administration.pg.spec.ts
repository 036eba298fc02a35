import { randomUUID } from 'node:crypto';
import { ProviderDouble } from '../../../test/fakes/provider-double.js';
import { DANA, danaMayControl, danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { oneOfEverything } from '../../../test/support/one-of-everything.js';
import { actingCore, type ActingCore } from '../../../test/support/acting-core.js';
import { enrolPasskey, proving } from '../../../test/support/proving-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { SoftwarePasskey } from '../../../test/support/software-passkey.js';

const ORIGIN = 'http://localhost:8080';

describe('the page of a provider instance', () => {
  let web: WebUnderTest;
  let core: ActingCore;
  let dana: BrowserSession;
  let mona: BrowserSession;
  let mill: Readonly<Record<string, string>>;
  const provider = new ProviderDouble();
  const passkey = new SoftwarePasskey(ORIGIN);
  const [engine, elsewhere] = [randomUUID(), randomUUID()];

  beforeAll(async () => {
    web = await startWebForTest({ publicUrl: ORIGIN });
    dana = await danaSetsUp(web);
    await danaMayControl(dana);
    await sql(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded engine', true, 'reachable'), ($2, 'double', 'Elsewhere', false, 'reachable')`, engine, elsewhere);
    const clientId = (await dana.post('/clients', { name: 'Mill Green' })).body.id;
    const siteId = (await dana.post('/sites', { clientId, name: 'Yard' })).body.id;
    mill = await oneOfEverything(web, dana, engine, { name: 'mill', clientId, siteId });
    mona = await hired(web, dana, 'mona', { all: true });
    await enrolPasskey(dana, passkey, { currentPassword: DANA.password });
    core = await actingCore(web, () => provider);
  });
  afterAll(async () => {
    await core.close();
    await web.close();
  });

  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query(text, values);
  const page = (part: string, id: string = engine) => `/provider-instances/${id}/${part}`;
  const lastAudit = async () => (await dana.get('/audit?limit=1&subjectKind=provider-instance')).body.items[0];

  describe('settings', () => {
    const change = (body: object, version: number | '*' = '*', by = dana) =>
      proving(by, passkey, () => by.patch(page('settings'), body, { 'if-match': version === '*' ? '*' : `"${version}"` }));

    it('change name, pause and longest launch, with an audit entry of exactly that', async () => {
      const { version } = (await dana.get(page('settings'))).body;
      const changed = await change({ pausedReason: ' moving house ', longestLaunchMinutes: 45 }, version);
      expect(changed).toMatchObject({ status: 200, body: { name: 'Embedded engine', pausedReason: 'moving house', longestLaunchMinutes: 45, version: version + 1 } });
      expect(await lastAudit()).toMatchObject({ action: 'provider-instance.change', subjectId: engine, changes: { pausedReason: [null, 'moving house'], longestLaunchMinutes: [null, 45] } });
      expect((await change({ pausedReason: null, longestLaunchMinutes: null })).body).toMatchObject({ pausedReason: null, longestLaunchMinutes: null });
    });

    it('want to know what a change is based on', async () => {
      const { version } = (await dana.get(page('settings'))).body;
      expect(await dana.patch(page('settings'), { name: 'Mine' })).toMatchObject({ status: 428 });
      expect(await change({ name: 'Mine' }, version - 1)).toMatchObject({ status: 412 });
      expect((await dana.get(page('settings'))).body.name).toBe('Embedded engine');
    });

    it.each([{ name: null }, { name: '' }, { name: 'elsewhere' }, { pausedReason: 'x' }, { longestLaunchMinutes: 0 }, { longestLaunchMinutes: 1441 }, { connection: {} }])('refuse %j', async (body) => {
      expect([400, 409]).toContain((await change(body)).status);
    });

    it('are read by a manager, and changed by those who manage providers', async () => {
      expect((await mona.get(page('settings'))).status).toBe(200);
      expect(await change({ name: 'Mine' }, '*', mona)).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    });

    it('say what of the embedded engine cannot be changed, and why; of a foreign server they do not know it', async () => {
      const { fixed } = (await dana.get(page('settings'))).body;
      expect(fixed).toContainEqual(expect.objectContaining({ key: 'nativeInterface', value: 'unreachable', why: expect.stringMatching(/.{20}/) as string }));
      expect((await dana.get(page('settings', elsewhere))).body.fixed).toEqual([]);
    });
  });

  describe('while launches are paused', () => {
    it('tells whoever wants to Log In why', async () => {
      const device = mill['devices']!;
      const allowed = async () => (await dana.get(`/devices/${device}/launchability`)).body;
      await sql(`INSERT INTO deployment_evidence (deployment_id, remote_id, verified_remote_id, verified_incarnation, verified_at) SELECT id, 'node//mill', 'node//mill', 1, now() FROM deployment`);
      await sql(`INSERT INTO remote_endpoint (provider_instance_id, remote_id, device_id, remote_group_id, name, connected) VALUES ($1, 'node//mill', $2, 'mesh//yard', 'mill-device', true)`, engine, device);
      await sql(`INSERT INTO device_presence (device_id, online, connected_at, last_seen_at) VALUES ($1, true, now(), now()) ON CONFLICT (device_id) DO UPDATE SET online = true`, device);
      await sql('DELETE FROM exclusion');
      await sql(`UPDATE policy SET settings = '{"enabled": true}'`);
      await sql(`UPDATE policy_version SET settings = '{"enabled": true}'`);
      const before = await allowed();
      await proving(dana, passkey, () => dana.patch(page('settings'), { pausedReason: 'moving house' }, { 'if-match': '*' }));
      const paused = await allowed();
      await dana.patch(page('settings'), { pausedReason: null }, { 'if-match': '*' });
      expect(before.code).not.toBe('RA-INS-02');
      expect(paused).toMatchObject({ allowed: false, code: 'RA-INS-02', detail: 'New launches are paused: moving house' });
    });
  });

  describe('records and open launches', () => {
    it('tell the proven record of a device from one that only claims it, and both from a stranger', async () => {
      await sql(
        `INSERT INTO remote_endpoint (provider_instance_id, remote_id, device_id, remote_group_id, name, connected) VALUES ($1, 'node//claim', $2, 'mesh//yard', 'again', false), ($1, 'node//who', NULL, 'mesh//none', 'who', true)`,
        engine, mill['devices'],
      );
      const { items, total } = (await dana.get(page('nodes'))).body;
      expect(total).toBe(3);
      expect(items).toMatchObject([
        { remoteId: 'node//claim', match: 'claimed', deviceName: 'mill-device' },
        { remoteId: 'node//mill', match: 'proven', deviceName: 'mill-device', siteName: 'Yard', clientName: 'Mill Green', connected: true },
        { remoteId: 'node//who', match: 'stranger', deviceId: null, siteName: null },
      ]);
      expect((await dana.get(page('nodes?match=stranger'))).body.items).toMatchObject([{ remoteId: 'node//who' }]);
      expect((await dana.get(page('nodes', elsewhere))).body.total).toBe(0);
    });

    it('list who is in which device until when, and forget it when it is revoked and the provider was told', async () => {
      await sql(`UPDATE launch SET share_id = 'share-1', remote_id = 'node//mill', share_path = '/secret', share_expires_at = now() + interval '1 hour' WHERE id = $1`, mill['launches']);
      const shares = async () => (await dana.get(page('shares'))).body;
      const open = await shares();
      expect(open.items).toMatchObject([{ id: mill['launches'], deviceName: 'mill-device', operatorName: DANA.name, mode: 'terminal', isEnding: false, expiresAt: expect.any(String) }]);
      expect(JSON.stringify(open)).not.toMatch(/secret|share-1/);
      core.pause();
      expect((await dana.post(`/launches/${mill['launches']}/revoke`)).status).toBe(204);
      expect((await shares()).items).toMatchObject([{ isEnding: true }]);
      await core.resume();
      expect((await shares()).items).toEqual([]);
    });

    it.each(['nodes', 'shares', 'events'])('%s are not for a manager', async (part) => {
      expect(await mona.get(page(part))).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    });

    it.each(['nodes', 'shares', 'events', 'settings', 'health'])('%s of an instance that is not there are not found', async (part) => {
      for (const id of [randomUUID(), 'made-up']) expect((await dana.get(page(part, id))).status).toBe(404);
    });
  });

  describe('health', () => {
    it('is asked for now by core, which keeps how long the answer took', async () => {
      const { status, body } = await dana.post(page('test', elsewhere));
      expect({ status, body }).toMatchObject({ status: 200, body: { health: 'reachable', probedAt: expect.any(String), roundTripMs: expect.any(Number), listeners: [] } });
      expect(await lastAudit()).toMatchObject({ action: 'provider-instance.test', subjectId: elsewhere });
    });

    it('becomes an event when it changes, beside what people did', async () => {
      const { items } = (await dana.get(page('events', elsewhere))).body;
      expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(expect.arrayContaining(['version', 'provider-instance.test']));
      expect(items.find(({ kind }: { kind: string }) => kind === 'provider-instance.test')).toMatchObject({ actorName: DANA.name });
    });

    it('is core’s to say: web can neither write it nor read a credential', async () => {
      const may = (column: string) => sql(`SELECT has_column_privilege('latchkey_web', 'provider_instance', $1, 'UPDATE') AS may`, column);
      expect(await Promise.all(['health', 'embedded', 'engine_version', 'paused_reason'].map(async (column) => (await may(column))[0].may))).toEqual([false, false, false, true]);
      expect(await sql(`SELECT has_table_privilege('latchkey_web', 'provider_secret', 'SELECT') AS may`)).toEqual([{ may: false }]);
    });
  });

  describe('the launch of its administration', () => {
    it('wants a fresh proof, is written down, and is our own page for the embedded engine', async () => {
      expect(await dana.post(page('administration-launch'))).toMatchObject({ status: 403, body: { code: 'API-AUTH-03' } });
      expect(await proving(dana, passkey, () => dana.post(page('administration-launch')))).toMatchObject({ status: 200, body: { kind: 'console', url: `/settings/providers/${engine}`, expiresAt: null } });
      expect(await lastAudit()).toMatchObject({ action: 'provider-administration.launch', subjectId: engine });
    });

    it('opens the provider’s own page once per visit, and the address stays nowhere', async () => {
      const visit = async () => (await proving(dana, passkey, () => dana.post(page('administration-launch', elsewhere)))).body;
      const [first, second] = [await visit(), await visit()];
      expect(first).toMatchObject({ kind: 'once', url: expect.stringContaining('https://double.example.test/admin?once=') as string, expiresAt: expect.any(String) });
      expect(second.url).not.toBe(first.url);
      const [{ kept }] = await sql(`SELECT coalesce(string_agg(to_jsonb(a)::text, ''), '') AS kept FROM provider_act a`);
      expect(kept).not.toContain('once=');
    });

    it('is not for a manager', async () => {
      expect(await mona.post(page('administration-launch'))).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    });
  });
});
