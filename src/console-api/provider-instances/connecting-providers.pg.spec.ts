import { randomUUID } from 'node:crypto';
import { DANA, danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import type { Answer, BrowserSession } from '../../../test/support/browser-session.js';
import { type ConnectingCore, connectingCore } from '../../../test/support/connecting-core.js';
import { eventually } from '../../../test/support/eventually.js';
import { oneOfEverything } from '../../../test/support/one-of-everything.js';
import { enrolPasskey, proving } from '../../../test/support/proving-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { ScreenConnectScene } from '../../../test/support/screen-connect-scene.js';
import { SoftwarePasskey } from '../../../test/support/software-passkey.js';

const ORIGIN = 'http://localhost:8080';

describe('connecting a server that somebody else runs', () => {
  let web: WebUnderTest;
  let core: ConnectingCore;
  let scene: ScreenConnectScene;
  let dana: BrowserSession;
  let mona: BrowserSession;
  const passkey = new SoftwarePasskey(ORIGIN);

  beforeAll(async () => {
    web = await startWebForTest({ publicUrl: ORIGIN });
    scene = await ScreenConnectScene.start();
    dana = await danaSetsUp(web);
    mona = await hired(web, dana, 'mona', { all: true });
    await enrolPasskey(dana, passkey, { currentPassword: DANA.password });
    core = await connectingCore(web);
  });
  afterAll(async () => {
    await core.close();
    await scene.stop();
    await web.close();
  });
  beforeEach(() => {
    Object.assign(scene.double.switches, { secret: 'the-secret-of-the-double', allowedOrigin: null, extensionMissing: false, oldExtension: false });
    scene.double.madeUp = null;
  });

  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query<Record<string, unknown>[]>(text, values);
  const proven = (act: () => Promise<Answer>) => proving(dana, passkey, act);
  const connection = (more: object = {}) => ({ url: scene.base, secret: scene.double.switches.secret, allowedPrivateHosts: 'localhost', ca: scene.ca, ...more });
  let names = 0;
  const body = (more: object = {}) => ({ kind: 'screen-connect', name: `Server ${++names}`, connection: connection(more) });
  let sent: ReturnType<typeof body>;
  /** Connected by Dana, with a proof. */
  const created = async (more: object = {}): Promise<{ id: string; version: number }> => {
    sent = body(more);
    return (await proven(() => dana.post('/provider-instances', sent))).body;
  };
  const change = (id: string, said: object, version: number | '*' = '*') =>
    proven(() => dana.patch(`/provider-instances/${id}`, said, { 'if-match': version === '*' ? '*' : `"${version}"` }));
  const test = async (id: string) => (await dana.post(`/provider-instances/${id}/test`)).body as Record<string, unknown>;
  /** Said by the first whole reading, which a probe does not replace. */
  const reachable = (id: string) => eventually('it was read', async () => (await test(id))['health'] === 'reachable');
  const lastAudit = async () => (await dana.get('/audit?limit=1&subjectKind=provider-instance')).body.items[0];

  it('is offered by the form of each kind, and no rehearsal is', async () => {
    const { items } = (await dana.get('/provider-kinds')).body as { items: { kind: string; fields: { key: string; input: string }[] }[] };
    expect(items.map(({ kind }) => kind).sort()).toEqual(['mesh-central', 'screen-connect']);
    const inputs = Object.fromEntries(items.find(({ kind }) => kind === 'screen-connect')!.fields.map(({ key, input }) => [key, input]));
    expect(inputs).toMatchObject({ url: 'url', secret: 'secret', rolesAskForConsent: 'choice', ca: 'lines', origin: 'text' });
  });

  it('R7 wants a fresh proof for every change', async () => {
    const refused = { status: 403, body: { code: 'API-AUTH-03' } };
    const { id } = await created();
    expect(await dana.post('/provider-instances', body())).toMatchObject(refused);
    expect(await dana.patch(`/provider-instances/${id}`, { name: 'Mine' }, { 'if-match': '*' })).toMatchObject(refused);
    expect(await dana.patch(`/provider-instances/${id}/settings`, { name: 'Mine' }, { 'if-match': '*' })).toMatchObject(refused);
    expect(await dana.delete(`/provider-instances/${id}`)).toMatchObject(refused);
    expect((await dana.get(`/provider-instances/${id}`)).body).toMatchObject({ name: sent.name, version: 1 });
  });

  it('is opened by core without a restart, followed, and closed when it is deleted', async () => {
    const { id } = await created();
    await eventually('core has asked it', async () => (await sql('SELECT 1 FROM provider_instance WHERE id = $1 AND probed_at IS NOT NULL', id)).length > 0);
    await reachable(id);
    expect(await test(id)).toMatchObject({ health: 'reachable', healthCode: null, engineVersion: '26.1.5.9500' });
    expect(core.instances.provider(id)).not.toBeNull();
    expect((await proven(() => dana.delete(`/provider-instances/${id}`))).status).toBe(204);
    await eventually('core has let go of it', async () => core.instances.provider(id) === null);
    expect((await dana.get(`/provider-instances/${id}`)).status).toBe(404);
  });

  it('R32 takes a secret in and gives it out nowhere: no answer, audit entry, log line, nor row can be read', async () => {
    const secret = scene.double.switches.secret;
    const { id } = await created();
    const rotated = 'another-secret-than-before';
    scene.double.switches.secret = rotated;
    const answers = [await change(id, { connection: { secret: rotated } }), await dana.get(`/provider-instances/${id}/settings`), await dana.get('/audit?limit=200'), await dana.get('/provider-instances')];
    expect(answers[1]!.body).toMatchObject({ storedSecrets: ['secret'], connection: { url: scene.base } });
    const rows = await sql(`SELECT i::text AS t FROM provider_instance i UNION ALL SELECT s::text FROM provider_secret s UNION ALL SELECT a::text FROM provider_act a UNION ALL SELECT e::text FROM audit_entry e`);
    const said = JSON.stringify([answers.map(({ body: each }) => each as unknown), rows, core.logged]);
    for (const planted of [secret, rotated]) for (const form of [planted, Buffer.from(planted).toString('hex'), Buffer.from(planted).toString('base64')]) expect(said).not.toContain(form);
    expect(await lastAudit()).toMatchObject({ action: 'provider-instance.change', changes: { 'connection.secret': ['…', '…'] } });
    await reachable(id);
  });

  it('R32 sends a stored secret to the server it was given for, and to no other', async () => {
    const { id } = await created();
    for (const elsewhere of [{ url: 'https://elsewhere.example' }, { allowedPrivateHosts: 'localhost, elsewhere' }, { ca: null }]) {
      expect(await change(id, { connection: elsewhere })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer: '/connection/secret' }] } });
      expect((await dana.post('/provider-connections/test', { kind: 'screen-connect', connection: elsewhere, providerInstanceId: id })).status).toBe(400);
    }
    // Not even when the row is changed behind the API's back: the seal holds the server's address.
    await sql(`UPDATE provider_instance SET connection = connection || '{"url": "https://localhost:1"}', connection_version = connection_version + 1 WHERE id = $1`, id);
    expect(await test(id)).toMatchObject({ health: 'refused', healthCode: 'RA-INS-03', healthDetail: expect.stringContaining('has to be given again') as string });
    expect((await change(id, { connection: connection() })).status).toBe(200);
    await reachable(id);
  });

  it.each<[string, (scene: ScreenConnectScene) => object | void, string | null, RegExp]>([
    ['the right secret', () => undefined, null, /^null$/],
    ['a wrong secret (401)', () => ({ secret: 'not-this-one' }), 'RA-INS-03', /secret/],
    ['a wrong origin (403)', ({ double }) => void (double.switches.allowedOrigin = 'https://other.example'), 'RA-INS-04', /origin/],
    ['no extension (404)', ({ double }) => void (double.switches.extensionMissing = true), 'RA-INS-05', /not installed/],
    ['an old extension (500)', ({ double }) => void (double.switches.oldExtension = true), 'RA-INS-05', /too old/],
    ['a login page (HTML)', ({ double }) => void (double.madeUp = () => ({ status: 200, type: 'text/html', body: '<html>Login</html>' })), 'RA-INS-05', /page instead of data/],
    ['a certificate of nobody', () => ({ ca: '' }), 'RA-INS-08', /certificate/],
    ['a name that nobody has', () => ({ url: 'https://nobody.invalid' }), 'RA-INS-01', /name is not known/],
    ['a port at which nobody listens', () => ({ url: 'https://localhost:1' }), 'RA-INS-01', /cannot be reached/],
    ['a private address that is not listed', () => ({ allowedPrivateHosts: '' }), 'RA-INS-01', /private address/],
  ])('is tried before it is stored, and says what is wrong: %s', async (_, arrange, code, detail) => {
    const more = arrange(scene) ?? {};
    const before = await sql('SELECT count(*) AS n FROM provider_instance');
    const { status, body: answer } = await dana.post('/provider-connections/test', { kind: 'screen-connect', connection: connection(more) });
    expect({ status, ...answer }).toMatchObject({ status: 200, reachable: code === null, code });
    expect(String(answer.detail)).toMatch(detail);
    expect(await sql('SELECT count(*) AS n FROM provider_instance')).toEqual(before);
    expect(await lastAudit()).toMatchObject({ action: 'provider-instance.try' });
  });

  it('tells a server below the floor from one that gets no credential at all', async () => {
    for (const [version, expected] of [['25.4.1.2', { reachable: true, belowFloor: true, code: null }], ['23.9.7.1', { reachable: false, code: 'RA-INS-10' }]] as const) {
      const old = await ScreenConnectScene.start({ version });
      const { body: answer } = await dana.post('/provider-connections/test', { kind: 'screen-connect', connection: { ...connection(), url: old.base, secret: old.double.switches.secret } });
      expect(answer).toMatchObject({ ...expected, engineVersion: version });
      await old.stop();
    }
  });

  it('can be tried with the stored secret', async () => {
    const { id } = await created();
    expect((await dana.post('/provider-connections/test', { kind: 'screen-connect', connection: {}, providerInstanceId: id })).body).toMatchObject({ reachable: true });
  });

  it('keeps what the server has said when nothing more is heard from it', async () => {
    const { id } = await created({ secret: 'wrong-from-the-start' });
    const health = () => sql('SELECT health, health_code FROM provider_instance WHERE id = $1', id);
    await eventually('the first reading has failed', async () => core.logged.some((line) => JSON.stringify(line).includes('could not be read')));
    await eventually('the probe was told', async () => (await sql('SELECT 1 FROM provider_instance WHERE id = $1 AND probed_at IS NOT NULL', id)).length > 0);
    expect(await health()).toEqual([{ health: 'refused', health_code: 'RA-INS-03' }]);
  });

  it('is switched off and on again, and says so to whoever looks', async () => {
    const { id, version } = await created();
    expect(await change(id, { enabled: false }, version)).toMatchObject({ status: 200, body: { enabled: false, version: version + 1 } });
    await eventually('core has let go of it', async () => core.instances.provider(id) === null);
    expect(await test(id)).toMatchObject({ health: 'unreachable', healthCode: 'RA-INS-02' });
    expect((await change(id, { enabled: true })).status).toBe(200);
    await reachable(id);
  });

  it('has its devices judged anew when its connection says something else', async () => {
    const { id } = await created();
    await reachable(id);
    const clientId = (await dana.post('/clients', { name: 'Hill Farm' })).body.id as string;
    const siteId = (await dana.post('/sites', { clientId, name: 'Barn' })).body.id as string;
    await oneOfEverything(web, dana, id, { name: 'barn', clientId, siteId });
    await sql(`UPDATE deployment SET due_at = now() + interval '1 hour' WHERE provider_instance_id = $1`, id);
    expect((await change(id, { connection: connection({ rolesAskForConsent: 'yes' }) })).status).toBe(200);
    expect(await sql('SELECT due_at <= now() AS due FROM deployment WHERE provider_instance_id = $1', id)).toEqual([{ due: true }]);
  });

  it('is not deleted while a site or a deployment uses it, and its version counts', async () => {
    const { id } = await created();
    const clientId = (await dana.post('/clients', { name: 'Mill Green' })).body.id as string;
    const siteId = (await dana.post('/sites', { clientId, name: 'Yard' })).body.id as string;
    await oneOfEverything(web, dana, id, { name: 'mill', clientId, siteId });
    const refused = await proven(() => dana.delete(`/provider-instances/${id}`));
    expect(refused).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-02' } });
    expect((refused.body.usedBy as { kind: string }[]).map(({ kind }) => kind)).toContain('device');
    expect((await proven(() => dana.delete(`/provider-instances/${id}`, { 'if-match': '"77"' }))).status).toBe(412);
  });

  it.each([
    [{ kind: 'made-up' }, '/kind'],
    [{ kind: 'simulated' }, '/kind'],
    [{ connection: {} }, '/connection/url'],
    [{ connection: { url: 'http://plain.example', secret: 'long-enough-secret' } }, '/connection/url'],
    [{ connection: { url: 'https://10.0.0.1', secret: 'long-enough-secret' } }, '/connection/url'],
    [{ connection: { url: 'https://a.example', secret: 'short' } }, '/connection/secret'],
    [{ connection: { url: 'https://a.example', secret: 'long-enough-secret', mode: 'embedded' } }, '/connection/mode'],
    [{ connection: { url: 7, secret: 'long-enough-secret' } }, '/connection/url'],
    [{ connection: { url: 'https://a.example', secret: 'long-enough-secret', rolesAskForConsent: 'maybe' } }, '/connection/rolesAskForConsent'],
  ])('refuses %j at its field', async (wrong, pointer) => {
    expect(await dana.post('/provider-instances', { ...body(), ...wrong })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: [{ pointer }] } });
  });

  it('leaves the built-in engine to whoever runs the server', async () => {
    const engine = randomUUID();
    await sql(`INSERT INTO provider_instance (id, kind, name, embedded) VALUES ($1, 'mesh-central', 'Built in', true)`, engine);
    for (const answer of [await change(engine, { enabled: false }), await change(engine, { connection: { url: 'https://a.example' } }), await proven(() => dana.delete(`/provider-instances/${engine}`))])
      expect(answer).toMatchObject({ status: 409, body: { code: 'API-CONFLICT-03' } });
  });

  it('is for those who manage providers', async () => {
    const id = randomUUID();
    for (const answer of [
      await mona.post('/provider-instances', body()), await mona.patch(`/provider-instances/${id}`, {}, { 'if-match': '*' }), await mona.delete(`/provider-instances/${id}`),
      await mona.post('/provider-connections/test', body()),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it('R20 leaves web without a way to read a secret, or to say how a server is', async () => {
    const may = (privilege: string, table: string, column: string) => sql(`SELECT has_column_privilege('latchkey_web', $1, $2, $3) AS may`, table, column, privilege);
    const [secret, health, embedded] = await Promise.all([may('SELECT', 'provider_secret', 'sealed'), may('UPDATE', 'provider_instance', 'health'), may('INSERT', 'provider_instance', 'embedded')]);
    expect([secret, health, embedded]).toEqual([[{ may: false }], [{ may: false }], [{ may: false }]]);
  });
});
