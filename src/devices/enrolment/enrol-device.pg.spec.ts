import { DeviceKey, rootKeyFingerprint, trustedServerKeys } from '../../../agent/wire/index.js';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { AgentOnTheWire } from '../../../test/support/agent-on-the-wire.js';
import type { BrowserSession } from '../../../test/support/browser-session.js';
import { publishServerKeys } from '../../../test/support/published-server-keys.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { openDataSource } from '../../platform/database/data-source.js';
import { randomIds } from '../../platform/ids.js';
import { EnrolDevice } from './enrol-device.js';

describe('R15 enrolling a device', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let clientId: string;
  let siteId: string;

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    await publishServerKeys(web.database.dataSource);
    clientId = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    siteId = (await dana.post('/sites', { clientId, name: 'High Street' })).body.id;
  });
  afterAll(() => web.close());

  const newToken = async (choices: Record<string, unknown> = {}): Promise<{ id: string; token: string }> => {
    const answer = await dana.post('/enrolment-tokens', { siteId, ...choices });
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };
  const agent = (facts = {}): AgentOnTheWire => new AgentOnTheWire(web.url, facts);
  const device = async (id: string) => (await web.database.dataSource.query('SELECT * FROM device WHERE id = $1', [id]))[0];
  const actions = async (id: string): Promise<string[]> =>
    (await web.database.dataSource.query('SELECT action FROM audit_entry WHERE device_id = $1 ORDER BY at', [id])).map((row: { action: string }) => row.action);
  /** Failed tries are budgeted per address; every test that fails on purpose comes from an address of its own. */
  const enrolDirectly = async (): Promise<{ enrol: EnrolDevice; close(): Promise<void> }> => {
    const source = await openDataSource({ url: web.database.webUrl, poolSize: 10 });
    return { enrol: new EnrolDevice(new UnitOfWork(source), randomIds), close: () => source.destroy() };
  };

  it('shows a token once, valid for 24 hours, and names the root key in it', async () => {
    const created = await newToken();
    const { body } = await dana.get(`/enrolment-tokens?siteId=${siteId}`);
    const listed = body.items.find((item: { id: string }) => item.id === created.id);
    expect(listed).toMatchObject({ state: 'valid', uses: 0, siteName: 'High Street' });
    expect(JSON.stringify(body)).not.toContain(created.token.split('_')[2]);
    const hours = (Date.parse(listed.expiresAt) - Date.parse(listed.createdAt)) / 3_600_000;
    expect(hours).toBeCloseTo(24, 1);
  });

  it('gives the device its id, the keys to know the server by, and records it', async () => {
    const till = agent({ hostname: 'till-1' });
    const { token } = await newToken();
    const answer = await till.enrol(token);
    expect(answer.gatewayUrl).toBe('ws://localhost:8080/agent/v1/connect');
    expect(rootKeyFingerprint(answer.rootKey)).toBe(token.split('_')[3]);
    expect(trustedServerKeys(answer.rootKey, token.split('_')[3]!, answer.serverKeys).size).toBe(1);
    expect(await device(answer.deviceId)).toMatchObject({ site_id: siteId, hostname: 'till-1', incarnation: 1, quarantined: false });
    expect(await actions(answer.deviceId)).toEqual(['device.enrol']);
  });

  it('gives the same device for the same request, at no further use of the token', async () => {
    const till = agent();
    const { token } = await newToken({ maxUses: 1 });
    const first = await till.enrol(token);
    expect((await till.enrol(token)).deviceId).toBe(first.deviceId);
    expect((await web.database.dataSource.query('SELECT count(*)::int AS n FROM device WHERE hardware_id = $1', [till.hardwareId]))[0].n).toBe(1);
  });

  it('lets exactly ten of fifty devices in that use a token for ten at once', async () => {
    const { token, id } = await newToken({ maxUses: 10 });
    const { enrol, close } = await enrolDirectly();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => enrol.run(agent().request(token), 'ws://localhost/')));
    await close();
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(10);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'API-ENROL-01' });
    expect((await web.database.dataSource.query('SELECT uses FROM enrolment_token WHERE id = $1', [id]))[0].uses).toBe(10);
  });

  it('answers unknown, malformed, expired, used-up and revoked tokens alike', async () => {
    const expired = await newToken();
    await web.database.dataSource.query(`UPDATE enrolment_token SET expires_at = now() - interval '1 second' WHERE id = $1`, [expired.id]);
    const usedUp = await newToken({ maxUses: 1 });
    await agent().enrol(usedUp.token);
    const revoked = await newToken();
    expect(await dana.delete(`/enrolment-tokens/${revoked.id}`)).toMatchObject({ status: 204 });
    const unknown = expired.token.replace(/^lke_[0-9a-f]{8}/, 'lke_00000000');
    const answers: unknown[] = [];
    for (const token of [unknown, 'lke_nonsense', expired.token, usedUp.token, revoked.token]) {
      const { status, body } = await agent().knock(agent().request(token));
      const { requestId: _, ...rest } = body;
      answers.push({ status, body: rest });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'API-ENROL-01' } });
    // These were the five failed tries that an address has in a minute.
    expect(await agent().knock(agent().request('lke_sixth'))).toMatchObject({ status: 429, body: { code: 'API-RATE-01' } });
  });

  it('refuses a field that does not exist, and names it', async () => {
    const till = agent();
    const answer = await till.knock({ ...till.request('lke_x'), colour: 'brown' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-02', errors: [{ pointer: '/colour' }] } });
  });

  it('refuses a field that is wrong, and names it', async () => {
    const till = agent();
    const answer = await till.knock({ ...till.request('lke_x'), hardwareId: 'x' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/hardwareId' }] } });
  });

  describe('by a token whose devices wait for approval', () => {
    let enrol: EnrolDevice;
    let close: () => Promise<void>;
    beforeAll(async () => ({ enrol, close } = await enrolDirectly()));
    afterAll(() => close());

    const admit = async (till: AgentOnTheWire, token: string) => (await enrol.run(till.request(token), 'ws://localhost/')).deviceId;
    const held = async (deviceId: string) => {
      const { quarantined, awaits_approval: awaitsApproval } = await device(deviceId);
      return { quarantined, awaitsApproval };
    };

    it('sets it apart until somebody approves it, and says in the audit log why', async () => {
      const { id, token } = await newToken({ quarantine: true });
      expect((await dana.get(`/enrolment-tokens?siteId=${siteId}`)).body.items).toContainEqual(expect.objectContaining({ id, quarantine: true }));
      const deviceId = await admit(agent({ hostname: 'stranger' }), token);
      expect(await held(deviceId)).toEqual({ quarantined: true, awaitsApproval: true });
      expect((await dana.get('/audit?action=device.quarantine&limit=1')).body.items).toMatchObject([{ subjectName: 'stranger', actorName: 'Latchkey', changes: { enrolmentToken: [null, id] } }]);
      expect((await dana.get('/devices?q=is:flagged')).body.items).toMatchObject([{ id: deviceId }]);
      expect(await dana.post(`/devices/${deviceId}/release`)).toMatchObject({ status: 204 });
      expect(await held(deviceId)).toEqual({ quarantined: false, awaitsApproval: false });
      expect((await actions(deviceId)).sort()).toEqual(['device.enrol', 'device.quarantine', 'device.release']);
    });

    it('does not let it out of quarantine for asking again', async () => {
      const till = agent();
      await admit(till, (await newToken({ quarantine: true })).token);
      const deviceId = await admit(till, (await newToken()).token);
      expect(await held(deviceId)).toEqual({ quarantined: true, awaitsApproval: true });
    });

    it('lets no new installation take a known device over unasked, however silent the old one is', async () => {
      const before = agent();
      const deviceId = await admit(before, (await newToken()).token);
      await admit(agent({ hardwareId: before.hardwareId }), (await newToken({ quarantine: true })).token);
      expect(await device(deviceId)).toMatchObject({ public_key: before.key.publicKey, incarnation: 1, claim_awaits_approval: true });
      expect((await dana.get(`/identity-doubts?deviceId=${deviceId}`)).body.items).toMatchObject([{ claim: { awaitsApproval: true, settlesByItself: false } }]);
      expect(await dana.post(`/devices/${deviceId}/re-image-claim`, { accept: true })).toMatchObject({ status: 204 });
      expect(await device(deviceId)).toMatchObject({ incarnation: 2, quarantined: false, claim_awaits_approval: false });
    });

    it('sets one apart that was deleted and comes back', async () => {
      const till = agent();
      const deviceId = await admit(till, (await newToken()).token);
      await web.database.dataSource.query('UPDATE device SET retired_at = now() WHERE id = $1', [deviceId]);
      expect(await admit(till, (await newToken({ quarantine: true })).token)).toBe(deviceId);
      expect(await device(deviceId)).toMatchObject({ retired_at: null, quarantined: true, awaits_approval: true });
    });

    it('says of one whose key comes from other hardware, too, that its identity is in doubt', async () => {
      const till = agent();
      const deviceId = await admit(till, (await newToken({ quarantine: true })).token);
      await expect(admit(agent({ key: till.key }), (await newToken()).token)).rejects.toMatchObject({ code: 'API-CONFLICT-03' });
      expect(await held(deviceId)).toEqual({ quarantined: true, awaitsApproval: false });
    });
  });

  describe('on hardware that is known', () => {
    let enrol: EnrolDevice;
    let close: () => Promise<void>;
    beforeAll(async () => ({ enrol, close } = await enrolDirectly()));
    afterAll(() => close());
    const admit = (till: AgentOnTheWire, token: string) => enrol.run(till.request(token), 'ws://localhost/');

    const seen = (deviceId: string, ago: string, online: boolean): Promise<unknown> =>
      web.database.dataSource.query(
        `INSERT INTO device_presence (device_id, online, last_seen_at, offline_since) VALUES ($1, $2, now(), now() - $3::interval)`,
        [deviceId, online, ago],
      );

    it('takes a re-imaged device over when the old one has been silent for ten minutes: same device, next incarnation', async () => {
      const { token } = await newToken();
      const before = agent();
      const { deviceId } = await admit(before, token);
      await seen(deviceId, '11 minutes', false);
      const after = agent({ hardwareId: before.hardwareId });
      expect((await admit(after, token)).deviceId).toBe(deviceId);
      expect(await device(deviceId)).toMatchObject({ public_key: after.key.publicKey, incarnation: 2, claim_public_key: null });
      expect(await actions(deviceId)).toEqual(['device.enrol', 'device.re-image']);
    });

    it.each([
      { when: 'is connected', online: true, ago: '0 minutes' },
      { when: 'was heard nine minutes ago', online: false, ago: '9 minutes' },
    ])('lets the new installation wait while the old one $when', async ({ online, ago }) => {
      const { token } = await newToken();
      const before = agent();
      const { deviceId } = await admit(before, token);
      await seen(deviceId, ago, online);
      const after = agent({ hardwareId: before.hardwareId });
      expect((await admit(after, token)).deviceId).toBe(deviceId);
      expect(await device(deviceId)).toMatchObject({ public_key: before.key.publicKey, incarnation: 1, claim_public_key: after.key.publicKey });
      expect(await actions(deviceId)).toEqual(['device.enrol', 'device.re-image-claim']);
    });

    it('lets a new installation wait whose token is of another site, however silent the old one is', async () => {
      const elsewhere = (await dana.post('/sites', { clientId, name: `Mill ${Date.now()}` })).body.id;
      const before = agent();
      const { deviceId } = await admit(before, (await newToken()).token);
      await seen(deviceId, '2 days', false);
      await admit(agent({ hardwareId: before.hardwareId }), (await newToken({ siteId: elsewhere })).token);
      expect(await device(deviceId)).toMatchObject({ public_key: before.key.publicKey, site_id: siteId, incarnation: 1 });
    });

    it('takes the new installation over at an operator’s word, and turns it away at another', async () => {
      const { token } = await newToken();
      const before = agent();
      const { deviceId } = await admit(before, token);
      await seen(deviceId, '0 minutes', true);
      const after = agent({ hardwareId: before.hardwareId });
      await admit(after, token);
      expect(await dana.post(`/devices/${deviceId}/re-image-claim`, { accept: false })).toMatchObject({ status: 204 });
      expect(await dana.post(`/devices/${deviceId}/re-image-claim`, { accept: true })).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
      await admit(after, token);
      expect(await dana.post(`/devices/${deviceId}/re-image-claim`, { accept: true })).toMatchObject({ status: 204 });
      expect(await device(deviceId)).toMatchObject({ public_key: after.key.publicKey, incarnation: 2 });
    });

    it('refuses a known key on other hardware, and flags the device it belongs to', async () => {
      const { token } = await newToken();
      const original = agent();
      const { deviceId } = await admit(original, token);
      const copy = agent({ key: original.key });
      await expect(admit(copy, token)).rejects.toMatchObject({ code: 'API-CONFLICT-03' });
      expect(await device(deviceId)).toMatchObject({ quarantined: true });
      expect(await actions(deviceId)).toEqual(['device.enrol', 'device.quarantine']);
      expect(await dana.post(`/devices/${deviceId}/release`)).toMatchObject({ status: 204 });
      expect(await device(deviceId)).toMatchObject({ quarantined: false });
    });

    it('answers a revoked device like one with a bad token', async () => {
      const { token } = await newToken();
      const till = agent({ key: DeviceKey.generate() });
      const { deviceId } = await admit(till, token);
      expect(await dana.post(`/devices/${deviceId}/revoke`)).toMatchObject({ status: 204 });
      await expect(admit(till, token)).rejects.toMatchObject({ code: 'API-ENROL-01' });
    });
  });
});
