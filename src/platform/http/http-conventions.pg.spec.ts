import { request } from 'node:http';
import { danaSetsUp } from '../../../test/personas/dana.js';
import { hired } from '../../../test/personas/staff.js';
import { BrowserSession } from '../../../test/support/browser-session.js';
import { startWebForTest, type WebUnderTest } from '../../../test/support/running-web.js';
import { recordCoreAlive, recordCoreGone } from '../core-presence.js';
import { randomIds } from '../ids.js';

/** fetch tidies addresses up; an attacker would not. */
function rawPost(url: string, path: string, headers: Record<string, string>, body: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the HTTP API', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest({ engine: null });
    dana = await danaSetsUp(web);
  });

  afterAll(() => web.close());

  const send = (
    init: { method?: string; type?: string | null; body?: string; headers?: Record<string, string> },
    path = '/clients',
  ) =>
    dana.raw(path, {
      method: init.method ?? 'POST',
      body: init.body ?? '{"name":"X"}',
      headers: {
        cookie: dana.cookieHeader,
        ...(init.type === null ? {} : { 'content-type': init.type ?? 'application/json' }),
        ...init.headers,
      },
    });
  const ours = { 'x-requested-with': 'latchkey' };
  const codeOf = async (response: Response) => ({
    status: response.status,
    code: ((await response.json()) as { code: string }).code,
  });

  describe('R11 refuses what another site could have caused', () => {
    it.each<{ why: string; headers: Record<string, string> }>([
      { why: 'without our header', headers: {} },
      { why: 'with another header', headers: { 'x-requested-with': 'XMLHttpRequest' } },
      { why: 'from another origin', headers: { ...ours, origin: 'https://evil.example' } },
      { why: 'from no origin at all', headers: { ...ours, origin: 'null' } },
      { why: 'from a look-alike', headers: { ...ours, origin: 'http://localhost:8080.evil.example' } },
      { why: 'from another port', headers: { ...ours, origin: 'http://localhost:8081' } },
    ])('$why', async ({ headers }) => {
      expect(await codeOf(await send({ headers }))).toEqual({ status: 403, code: 'API-CSRF-01' });
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
      'as %s',
      async (type) => {
        expect(await codeOf(await send({ type, headers: ours }))).toEqual({ status: 403, code: 'API-CSRF-01' });
      },
    );

    it.each([
      '/api/v1/clients',
      '/%61pi/v1/clients',
      '/api/%76%31/clients',
      '/api/v1/%63lients',
      '//api/v1/clients',
      '/api/v1/clients/',
      '/API/v1/clients',
      '/api/v1/./clients',
      '/api;x/v1/clients',
    ])('however the address is spelled: %s', async (path) => {
      const status = await rawPost(
        web.url,
        path,
        { cookie: dana.cookieHeader, 'content-type': 'application/json' },
        '{"name":"Smuggled"}',
      );
      expect([403, 404]).toContain(status);
      expect((await dana.get('/clients?q=Smuggled')).body.total).toBe(0);
    });

    it('and lets its own console through, under every name of this machine', async () => {
      for (const origin of ['http://localhost:8080', 'http://127.0.0.1:8080']) {
        expect((await send({ headers: { ...ours, origin }, body: `{"name":"${origin}"}` })).status).toBe(201);
      }
    });
  });

  describe('reads bodies strictly', () => {
    it.each([
      { body: '{"name":', code: 'API-INPUT-01', status: 400 },
      { body: '[]', code: 'API-INPUT-01', status: 400 },
      { body: '"name"', code: 'API-INPUT-01', status: 400 },
      { body: '', code: 'API-INPUT-01', status: 400 },
      { body: '{"name":"X","__proto__":{"role":"primary-super-admin"}}', code: 'API-INPUT-01', status: 400 },
      { body: '{"name":{"$ne":null}}', code: 'API-INPUT-01', status: 400 },
      { body: '{"name":"X","constructor":1}', code: 'API-INPUT-02', status: 400 },
      { body: JSON.stringify({ name: 'x'.repeat(600_000) }), code: 'API-INPUT-05', status: 413 },
    ])('answers $code to $body', async ({ body, code, status }) => {
      expect(await codeOf(await send({ body, headers: ours }))).toEqual({ status, code });
    });

    it.each(['application/xml', 'application/vnd.api+json', 'text/xml'])('answers API-INPUT-04 to %s', async (type) => {
      expect(await codeOf(await send({ type, headers: ours }))).toEqual({ status: 415, code: 'API-INPUT-04' });
    });
  });

  describe('remembers requests by their key', () => {
    const key = (value: string) => ({ 'idempotency-key': value });

    it('and does a repeated one once', async () => {
      const first = await dana.post('/clients', { name: 'Once' }, key('k-1'));
      const second = await dana.post('/clients', { name: 'Once' }, key('k-1'));
      expect(first.status).toBe(201);
      expect(second).toMatchObject({ status: 201, body: first.body });
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(second.headers.get('etag')).toBe('"1"');
      expect((await dana.get('/clients?q=Once')).body.total).toBe(1);
    });

    it('and refuses the key for another request', async () => {
      await dana.post('/clients', { name: 'First' }, key('k-2'));
      expect(await dana.post('/clients', { name: 'Second' }, key('k-2'))).toMatchObject({
        status: 422,
        body: { code: 'API-IDEM-01' },
      });
    });

    it('and does ten simultaneous ones once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => dana.post('/clients', { name: 'Crowd' }, key('k-3'))),
      );
      expect(answers.every((answer) => answer.status === 201 || answer.body.code === 'API-CONFLICT-03')).toBe(true);
      expect((await dana.get('/clients?q=Crowd')).body.total).toBe(1);
    });

    it('and forgets a refused one, so that it can be put right', async () => {
      expect((await dana.post('/clients', { name: '' }, key('k-4'))).status).toBe(400);
      expect((await dana.post('/clients', { name: '' }, key('k-4'))).status).toBe(400);
    });

    it('for each operator apart', async () => {
      const sal = await hired(web, dana, 'sal');
      await dana.post('/clients', { name: 'Hers' }, key('k-5'));
      expect((await sal.post('/clients', { name: 'His' }, key('k-5'))).status).toBe(201);
    });
  });

  describe('R2 is closed to whoever is not signed in', () => {
    it.each([
      '/users',
      '/clients',
      '/sites',
      '/policies',
      '/packages',
      '/assignments',
      '/devices',
      '/deployments',
      '/deployments/summary',
      '/launches',
      '/audit',
      '/system',
      '/overview',
      '/events',
      '/status-catalogue',
      '/policy-types',
      '/provider-instances',
      '/auth/me',
      '/enrolment-tokens',
      '/install-command?siteId=x&os=linux',
    ])('%s', async (path) => {
      expect(await new BrowserSession(web.url).get(path)).toMatchObject({ status: 401, body: { code: 'API-AUTH-01' } });
    });

    it.each(['nonsense', 'x'.repeat(43), '../../etc', ''])('with the cookie "%s" as without', async (token) => {
      const response = await dana.raw('/auth/me', { headers: { cookie: `latchkey_session=${token}` } });
      expect(response.status).toBe(401);
    });
  });

  it('answers an address that does not exist with a problem, whatever the method', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const response = await dana.raw('/nothing-here', { method, headers: { ...ours, cookie: dana.cookieHeader } });
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await codeOf(response)).toEqual({ status: 404, code: 'API-NOTFOUND-01' });
    }
  });

  it('refuses a query parameter where none is understood, instead of doing the plain thing', async () => {
    expect(await dana.post('/clients?dryrun=true', { name: 'Rehearsal' })).toMatchObject({
      status: 400,
      body: { code: 'API-INPUT-03' },
    });
    expect((await dana.get('/clients?q=Rehearsal')).body.total).toBe(0);
  });

  it('names every request, and refuses to take the name from outside', async () => {
    const answer = await dana.get('/nothing-here', { 'x-request-id': 'forged' });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
  });

  it('says that it is alive and ready, and in which state engine and core are', async () => {
    expect(await dana.get('/livez')).toMatchObject({ status: 200, body: { status: 'alive' } });
    expect(await dana.get('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', migrations: 'current', engine: 'absent', core: 'down' },
    });
    const core = randomIds.uuid();
    const readyz = async () => (await dana.get('/readyz')).body.core;
    await web.database.dataSource.transaction((tx) => recordCoreAlive(tx, core));
    expect(await readyz()).toBe('alive');
    await web.database.dataSource.query(`UPDATE core_process SET seen_at = now() - interval '21 seconds'`);
    expect(await dana.get('/readyz')).toMatchObject({ status: 200, body: { core: 'down' } });
    await web.database.dataSource.transaction((tx) => recordCoreAlive(tx, core));
    expect(await readyz()).toBe('alive');
    await web.database.dataSource.transaction((tx) => recordCoreGone(tx, core));
    expect(await readyz()).toBe('down');
  });

  it('fails to start on a taken port, and leaves nothing open', async () => {
    const port = Number(new URL(web.url).port);
    const before = await connections();
    await expect(startWebForTest({ port })).rejects.toThrow(/EADDRINUSE/);
    expect(await connections()).toBe(before);
  });

  /** Of this worker's other databases: the files of other workers share the cluster. */
  const connections = async (): Promise<number> =>
    (
      await web.database.dataSource.query(
        `SELECT count(*)::int AS n FROM pg_stat_activity
          WHERE application_name = 'latchkey web' AND datname <> current_database() AND split_part(datname, '_', 2) = split_part(current_database(), '_', 2)`,
      )
    )[0].n;

  it('is not ready with another schema than its own', async () => {
    await web.database.dataSource.query('ALTER TABLE schema_migration RENAME TO put_aside');
    await web.database.dataSource.query('CREATE TABLE schema_migration AS SELECT * FROM put_aside LIMIT 1');
    await web.database.dataSource.query('GRANT SELECT ON schema_migration TO latchkey_web');
    expect(await dana.get('/readyz')).toMatchObject({
      status: 503,
      body: { code: 'API-UNAVAILABLE-01', waitsFor: 'migrations' },
    });
    await web.database.dataSource.query('DROP TABLE schema_migration');
    await web.database.dataSource.query('ALTER TABLE put_aside RENAME TO schema_migration');
  });
});
