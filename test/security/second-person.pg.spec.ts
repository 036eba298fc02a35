import { randomUUID } from 'node:crypto';
import { generate } from 'otplib';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { DANA, danaSetsUp } from '../personas/dana.js';
import { type Answer, BrowserSession } from '../support/browser-session.js';
import { enrolPasskey, prove, proving, signInWithPasskey } from '../support/proving-session.js';
import { retargetAll } from '../support/retarget-all.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { SoftwarePasskey } from '../support/software-passkey.js';

const ORIGIN = 'https://console.northwind.example';
const PASSWORD = 'gravel-lantern-otter';
const PROVE_BY_PASSKEY = { status: 403, body: { code: 'API-AUTH-03', stepUp: { methods: ['passkey'] } } };
const ENROL_ONE = { status: 403, body: { code: 'API-AUTH-03', detail: expect.stringMatching(/^Enrol a passkey first/), stepUp: { methods: [] } } };

describe('R37 the two persons of an approval, where factors are demanded', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let change: { packageId: string; siteIds: string[] };
  let hash: string;
  const danasKey = new SoftwarePasskey(ORIGIN);

  beforeAll(async () => {
    web = await startWebForTest({ publicUrl: ORIGIN });
    dana = await danaSetsUp(web);
    await enrolPasskey(dana, danasKey, { currentPassword: DANA.password });
    const made = async (path: string, body: object): Promise<string> => (await proving(dana, danasKey, () => dana.post(path, body))).body.id;
    await rows(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded', true, 'reachable')`, randomUUID());
    const siteId = await made('/sites', { clientId: await made('/clients', { name: 'Bakery Brown' }), name: 'Hall' });
    const policyId = await made('/policies', { category: 'devices', type: 'remote-access', name: 'Standard', settings: { enabled: true } });
    change = { packageId: await made('/packages', { name: 'Standard', entries: [{ policyId }] }), siteIds: [siteId] };
    await rows(
      `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
       SELECT gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, 'pc ' || n, 'linux', 'x64' FROM generate_series(1, 60) AS n`,
      siteId,
    );
    await retargetAll(new UnitOfWork(web.database.dataSource));
    await rows('UPDATE installation SET needs_second_person = true');
    ({ hash } = (await dana.post('/assignments?dryRun=true', change)).body);
  });
  afterAll(() => web.close());
  afterEach(() => rows('DELETE FROM approval'));

  const rows = (sql: string, ...values: unknown[]) => web.database.dataSource.query(sql, values);
  const asks = (who: BrowserSession): Promise<Answer> => who.post('/assignments', change, { 'if-plan': hash, 'x-confirm-count': '60' });
  const decides = (who: BrowserSession, id: string) => who.post(`/approvals/${id}`, { decision: 'approve' });
  const assigned = async (): Promise<number> => (await rows('SELECT count(*)::int AS n FROM assignment'))[0].n;

  /** Somebody who may approve, hired long ago, with the factors that are given. */
  const hired = async (name: string, factors: { passkey?: SoftwarePasskey; totp?: true }): Promise<{ session: BrowserSession; code?: () => Promise<string> }> => {
    const email = `${name}@northwind.example`;
    const added = await proving(dana, danasKey, () => dana.post('/users', { email, name, role: 'manager', password: PASSWORD, scope: { all: true } }));
    expect(added.status).toBe(201);
    await rows(`UPDATE audit_entry SET at = at - interval '2 days' WHERE subject_kind = 'user'`);
    const session = await new BrowserSession(web.url).signIn(email, PASSWORD);
    if (factors.passkey) await enrolPasskey(session, factors.passkey, { currentPassword: PASSWORD });
    if (!factors.totp) return { session };
    const { body } = await session.post('/auth/factors/totp-options');
    let step = 0;
    const code = async () => generate({ secret: body.secret, epoch: Math.floor(Date.now() / 1000) + 30 * (step++ === 0 ? 0 : 1) });
    const enrolment = { name: 'App', otp: await code(), currentPassword: PASSWORD };
    const enrol = () => session.post('/auth/factors/totp', enrolment);
    expect((await (factors.passkey ? proving(session, factors.passkey, enrol) : enrol())).status).toBe(201);
    return { session, code };
  };

  it('both show a passkey for this very act, and then it is done', async () => {
    const key = new SoftwarePasskey(ORIGIN);
    const { session: mona } = await hired('mona', { passkey: key });
    expect(await asks(dana)).toMatchObject(PROVE_BY_PASSKEY);
    expect((await rows('SELECT 1 FROM approval'))).toEqual([]);
    const asked = await proving(dana, danasKey, () => asks(dana));
    expect(asked).toMatchObject({ status: 202, body: { approvalId: expect.any(String) } });
    expect(await decides(mona, asked.body.approvalId)).toMatchObject(PROVE_BY_PASSKEY);
    expect(await assigned()).toBe(0);
    expect(await proving(mona, key, () => decides(mona, asked.body.approvalId))).toMatchObject({ status: 200, body: { state: 'approved' } });
    expect(await assigned()).toBe(1);
    await rows('DELETE FROM assignment');
  });

  it('a code from an app is not enough for either, though it is for anything else', async () => {
    const { session: otto, code } = await hired('otto', { totp: true });
    expect(await asks(otto)).toMatchObject(ENROL_ONE);
    const { body } = await proving(dana, danasKey, () => asks(dana));
    const refused = await decides(otto, body.approvalId);
    expect(refused).toMatchObject(ENROL_ONE);
    // Also where the proof by the app is made, for exactly this act.
    expect((await otto.post('/auth/step-up', { act: refused.body.stepUp.act, otp: await code!() })).status).toBe(204);
    expect(await decides(otto, body.approvalId)).toMatchObject(ENROL_ONE);
    expect(await assigned()).toBe(0);
  });

  it('who has both is asked for the passkey, and the code counts for nothing here', async () => {
    const key = new SoftwarePasskey(ORIGIN);
    const { session: petra, code } = await hired('petra', { passkey: key, totp: true });
    const { body } = await proving(dana, danasKey, () => asks(dana));
    const refused = await decides(petra, body.approvalId);
    expect(refused).toMatchObject(PROVE_BY_PASSKEY);
    if (code) await petra.post('/auth/step-up', { act: refused.body.stepUp.act, otp: await code() });
    expect(await decides(petra, body.approvalId)).toMatchObject(PROVE_BY_PASSKEY);
    expect((await prove(petra, key, refused.body.stepUp.act)).status).toBe(204);
    expect((await decides(petra, body.approvalId)).status).toBe(200);
    await rows('DELETE FROM assignment');
  });

  it('neither is an API key', async () => {
    const { body: key } = await proving(dana, danasKey, () => dana.post('/api-keys', { name: 'K', rights: ['policies.read', 'policies.change'] }));
    const bearer = { authorization: `Bearer ${key.key ?? key.token}` };
    const asked = await new BrowserSession(web.url).post('/assignments', change, { ...bearer, 'if-plan': hash, 'x-confirm-count': '60' });
    expect(asked).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await rows('SELECT 1 FROM approval')).toEqual([]);
  });

  it('who signs in with a passkey is asked all the same: the proof is for the act', async () => {
    const key = new SoftwarePasskey(ORIGIN);
    await hired('quinn', { passkey: key });
    const session = new BrowserSession(web.url);
    await signInWithPasskey(session, { email: 'quinn@northwind.example', password: PASSWORD }, key);
    expect(await asks(session)).toMatchObject(PROVE_BY_PASSKEY);
  });
});
