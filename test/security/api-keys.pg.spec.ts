import { DANA, danaSetsUp } from '../personas/dana.js';
import { hired } from '../personas/staff.js';
import { BrowserSession } from '../support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

describe('R14 API keys', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let clients: { id: string; siteId: string }[];

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    clients = await Promise.all(
      ['Mill', 'Quarry'].map(async (name) => {
        const { id } = (await dana.post('/clients', { name })).body;
        return { id, siteId: (await dana.post('/sites', { clientId: id, name: `${name} yard` })).body.id };
      }),
    );
  });
  afterAll(() => web.close());

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const program = () => new BrowserSession(web.url);
  const newKey = async (body: object, owner = dana): Promise<{ id: string; key: string }> => {
    const answer = await owner.post('/api-keys', { name: 'Reports', rights: ['devices.read', 'sites.read'], ...body });
    expect(answer.status).toBe(201);
    return answer.body;
  };

  it('are shown once, are known to scanners by their form, and lie in the database as a hash', async () => {
    const { id, key } = await newKey({});
    expect(key).toMatch(/^lk_[0-9a-f]{32}_[\w-]{43}$/);
    const { items } = (await dana.get('/api-keys')).body;
    expect(items).toEqual([expect.objectContaining({ id, name: 'Reports', prefix: key.slice(0, 35), operatorName: DANA.name, mayLaunch: false })]);
    expect(JSON.stringify(items)).not.toContain(key.slice(36));
    const [{ dump }] = await web.database.dataSource.query(`SELECT (SELECT string_agg(to_jsonb(k)::text, '') FROM api_key k) || (SELECT string_agg(to_jsonb(a)::text, '') FROM audit_entry a) AS dump`);
    expect(dump).not.toContain(key.slice(36));
    const days = (Date.parse(items[0].expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89.9);
    expect(days).toBeLessThanOrEqual(90);
  });

  it('open what they are for and nothing else, and tell when and from where they were used', async () => {
    const { id, key } = await newKey({ rights: ['sites.read'] });
    expect((await program().get('/clients', bearer(key))).body.total).toBe(2);
    expect(await program().get('/devices', bearer(key))).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    expect(await program().post('/clients', { name: 'Third' }, bearer(key))).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
    const { items } = (await dana.get('/api-keys')).body;
    expect(items.find((each: { id: string }) => each.id === id)).toMatchObject({ lastUsedIp: expect.stringContaining('127.0.0.1'), lastUsedAt: expect.any(String) });
  });

  it('need no header against other sites, since they carry no cookie', async () => {
    const { key } = await newKey({ rights: ['sites.change', 'sites.read'] });
    const made = await program().raw('/clients', { method: 'POST', headers: { ...bearer(key), 'content-type': 'application/json' }, body: JSON.stringify({ name: 'By program' }) });
    expect(made.status).toBe(201);
    const [{ actor_name }] = await web.database.dataSource.query(`SELECT actor_name FROM audit_entry WHERE action = 'client.create' ORDER BY at DESC LIMIT 1`);
    expect(actor_name).toBe('Dana Okafor (API key Reports)');
  });

  it('reach no further than they say, and than their owner does at that moment', async () => {
    const { key } = await newKey({ scope: { clientIds: [clients[0]!.id] } });
    const seen = async (): Promise<string[]> => (await program().get('/sites', bearer(key))).body.items.map(({ name }: { name: string }) => name);
    expect(await seen()).toEqual(['Mill yard']);
    expect((await program().get(`/sites/${clients[1]!.siteId}`, bearer(key))).status).toBe(404);

    const mona = await hired(web, dana, 'mona', { clientIds: [clients[0]!.id, clients[1]!.id] });
    const hers = await newKey({ scope: { clientIds: [clients[1]!.id] } }, mona);
    expect((await program().get('/sites', bearer(hers.key))).body.total).toBe(1);
    const { id } = (await mona.get('/auth/me')).body;
    await dana.patch(`/users/${id}`, { scope: { clientIds: [clients[0]!.id] } });
    expect((await program().get('/sites', bearer(hers.key))).body.total).toBe(0);
    await dana.patch(`/users/${id}`, { role: 'office-staff' });
    expect((await program().get('/sites', bearer(hers.key))).body.total).toBe(0);
    await dana.patch(`/users/${id}`, { disabled: true });
    expect((await program().get('/sites', bearer(hers.key))).status).toBe(401);
  });

  it('cannot be made to do more than their maker, or what only a person may', async () => {
    const theo = await hired(web, dana, 'theo', { clientIds: [clients[0]!.id] });
    for (const [body, pointer] of [
      [{ rights: ['policies.change'] }, '/rights/0'],
      [{ rights: ['devices.read', 'users.manage'] }, '/rights'],
      [{ rights: ['devices.launch'], mayLaunch: true }, '/mayLaunch'],
      [{ scope: { clientIds: [clients[1]!.id] } }, '/scope'],
      [{ scope: { all: true } }, '/scope'],
      [{ networks: ['10.0.0.0/99'] }, '/networks/0'],
      [{ expiresAt: new Date(Date.now() + 91 * 86_400_000).toISOString() }, '/expiresAt'],
      [{ expiresAt: new Date(Date.now() - 1000).toISOString() }, '/expiresAt'],
    ] as const) {
      const answer = await theo.post('/api-keys', { name: 'K', rights: ['devices.read'], ...body });
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    }
  });

  it('change nothing about who may do what, approve nothing and make no further keys', async () => {
    const { RIGHTS_OF_KEYS } = await import('../../src/accounts/api-keys/api-keys.js');
    const { key } = await newKey({ rights: RIGHTS_OF_KEYS });
    const answers = await Promise.all([
      program().post('/api-keys', { name: 'K', rights: ['devices.read'] }, bearer(key)),
      program().get('/users', bearer(key)),
      program().post('/users', { email: 'x@northwind.example', name: 'X', role: 'technician' }, bearer(key)),
      program().post('/auth/password', { currentPassword: DANA.password, newPassword: 'another-long-password' }, bearer(key)),
      program().get('/auth/factors', bearer(key)),
      program().put('/security-settings', { adminFactor: 'any' }, { ...bearer(key), 'if-match': '*' }),
      program().post('/approvals/01890000-0000-7000-8000-000000000000', { decision: 'approve' }, bearer(key)),
      program().post('/break-glass', {}, bearer(key)),
      program().put('/identity-provider', {}, bearer(key)),
    ]);
    for (const { status, body } of answers) expect([status, body.code]).toEqual([403, 'API-RIGHT-01']);
  });

  it('are good from their networks only', async () => {
    const { key } = await newKey({ networks: ['203.0.113.0/24'] });
    expect((await program().get('/sites', bearer(key))).status).toBe(401);
    const { key: here } = await newKey({ networks: ['203.0.113.0/24', '127.0.0.0/8'] });
    expect((await program().get('/sites', bearer(here))).status).toBe(200);
  });

  it('end with their time, with being revoked, and never begin with a guess', async () => {
    const { id, key } = await newKey({});
    const spoiled = [`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`, key.slice(0, -1), key.replace('lk_', 'lx_'), 'lk_', `${key} `, key.toUpperCase(), `lk_${'0'.repeat(32)}_${'A'.repeat(43)}`];
    for (const each of spoiled) expect((await program().get('/sites', bearer(each))).status).toBe(each === `${key} ` ? 200 : 401);
    expect((await dana.delete(`/api-keys/${id}`)).status).toBe(204);
    expect((await program().get('/sites', bearer(key))).status).toBe(401);
    const late = await newKey({});
    await web.database.dataSource.query(`UPDATE api_key SET created_at = now() - interval '2 days', expires_at = now() - interval '1 second' WHERE id = $1`, [late.id]);
    expect((await program().get('/sites', bearer(late.key))).status).toBe(401);
  });

  it('are seen and revoked by who manages users, and by nobody else', async () => {
    const cleo = await hired(web, dana, 'cleo', { clientIds: [clients[0]!.id] });
    const { id } = await newKey({}, cleo);
    const otis = await hired(web, dana, 'otis', { clientIds: [clients[0]!.id] });
    expect((await otis.get('/api-keys')).body.total).toBe(0);
    expect((await otis.delete(`/api-keys/${id}`)).status).toBe(404);
    expect((await cleo.get('/api-keys')).body.items.map((each: { id: string }) => each.id)).toEqual([id]);
    expect((await dana.delete(`/api-keys/${id}`)).status).toBe(204);
  });
});
