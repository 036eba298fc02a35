import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { danaSetsUp } from '../personas/dana.js';
import { hired, STAFF } from '../personas/staff.js';
import { type Answer, BrowserSession } from '../support/browser-session.js';
import { type Fleet, fleetOf } from '../support/fleet.js';
import { type Operation, OPERATIONS, WELL_FORMED } from '../support/operations.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

/** Routes that answer before anybody is signed in; everything else is closed. */
const OPEN = (JSON.parse(readFileSync(join(__dirname, '..', '..', 'docs', 'security', 'open-routes.json'), 'utf8')) as { route: string }[]).map(({ route }) => route.replace('/api/v1', ''));
/** As everywhere, but for the one word that has to be the client's name. */
const BODIES: Readonly<Record<string, object>> = { ...WELL_FORMED, 'POST /clients/{id}/offboard': { reason: 'taken', confirm: 'Mill Green' } };

describe('R17 the scope matrix', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  let foreign: Record<string, string>;
  const staff = new Map<string, BrowserSession>();

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    foreign = await theMill();
    for (const who of Object.keys(STAFF) as (keyof typeof STAFF)[]) {
      if (who !== 'sal') staff.set(who, await hired(web, dana, who, { clientIds: [fleet.bakery] }, true));
    }
  });

  afterAll(() => web.close());

  /** One of everything that belongs to the mill, which nobody of the bakery may see. */
  async function theMill(): Promise<Record<string, string>> {
    const source = web.database.dataSource;
    const clients = (await dana.get('/clients?q=Mill')).body.items[0].id;
    const policies = (
      await dana.post('/policies', {
        category: 'devices',
        type: 'remote-access',
        name: 'Mill policy',
        clientId: clients,
        settings: {},
      })
    ).body.id;
    const packages = (await dana.post('/packages', { name: 'Mill package', clientId: clients, entries: [{ policyId: policies }] })).body.id;
    const groups = (await dana.post('/device-groups', { name: 'Mill group', clientId: clients, filter: 'name:*' })).body.id;
    const assignments = (await dana.post('/assignments', { packageId: packages, siteIds: [fleet.yard] })).body.items[0]
      .id;
    const [deployment] = await source.query('SELECT id FROM deployment WHERE device_id = $1', [fleet.gate]);
    const [launches, tokens, rollouts, approvals, strangers] = [randomUUID(), randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await source.query(`INSERT INTO stranger_agent (id, device_id, provider, place, running) VALUES ($1, $2, 'mesh-central', '/opt/meshagent/meshagent', true)`, [strangers, fleet.gate]);
    await source.query(
      `INSERT INTO enrolment_token (id, site_id, secret_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`,
      [tokens, fleet.yard, randomBytes(32)],
    );
    await source.query(
      `INSERT INTO launch (id, operator_id, device_id, deployment_id, mode, state, ticket_hash, ticket_expires_at)
       SELECT $1, id, $2, $3, 'terminal', 'active', $4, now() FROM operator ORDER BY created_at LIMIT 1`,
      [launches, fleet.gate, deployment.id, randomBytes(32)],
    );
    const exclusions = (
      await dana.post('/exclusions', { kind: 'exclude', target: { siteId: fleet.yard }, reason: 'Mill only' })
    ).body.id;
    await source.query(
      `INSERT INTO rollout (id, title, plan_hash, requested_by_name, waves, soak_seconds, device_count) VALUES ($1, 'Mill rollout', '', 'Dana', '["100%"]', 0, 1)`,
      [rollouts],
    );
    await source.query(`INSERT INTO rollout_device (rollout_id, device_id, action) VALUES ($1, $2, 'update')`, [rollouts, fleet.gate]);
    await source.query(
      `INSERT INTO approval (id, plan_hash, plan, request, title, requested_by, requested_by_name, expires_at)
       SELECT $1, '', $2, '{}', 'Mill approval', id, name, now() + interval '1 hour' FROM operator ORDER BY created_at LIMIT 1`,
      [approvals, JSON.stringify({ hash: '', bySite: [{ siteId: fleet.yard, clientId: clients }] })],
    );
    const views = (await dana.post('/saved-views', { name: 'Mill view', shared: false, definition: { search: {} } })).body.id;
    const jobs = (await dana.post('/bulk-jobs', { act: 'change-tags', selection: { deviceIds: [fleet.gate] }, addTags: ['mill'] })).body.id;
    const sessions = (await dana.post('/support-sessions', { name: 'Mill session', siteId: fleet.yard })).body.id;
    const widgets = (await dana.post('/help-widgets', { name: 'Mill widget', siteId: fleet.yard, origins: ['https://example.org'] })).body.id;
    const audit = (await dana.get(`/audit?action=client.create&clientId=${clients}`)).body.items[0].id;
    return {
      approvals,
      audit,
      'bulk-jobs': jobs,
      'saved-views': views,
      clients,
      exclusions,
      policies,
      packages,
      assignments,
      launches,
      rollouts,
      sites: fleet.yard,
      devices: fleet.gate,
      deployments: deployment.id,
      'enrolment-tokens': tokens,
      'device-groups': groups,
      'unknown-remote-agents': strangers,
      'support-sessions': sessions,
      'help-widgets': widgets,
    };
  }

  const ask = (browser: BrowserSession, { method, path }: Operation, id: string): Promise<Answer> => {
    const body = BODIES[`${method} ${path}`] ?? {};
    const address = path.replace('{id}', id);
    switch (method) {
      case 'GET':
        return browser.get(address);
      case 'POST':
        return browser.post(address, body, { 'if-match': '*' });
      case 'PUT':
        return browser.put(address, body, { 'if-match': '*' });
      case 'PATCH':
        return browser.patch(address, body, { 'if-match': '*' });
      default:
        return browser.delete(address);
    }
  };
  const told = ({ status, body }: Answer): object => ({
    status,
    body: typeof body === 'object' && body ? { ...body, requestId: '' } : body,
  });
  const nounOf = ({ path }: Operation): string => path.split('/')[1] ?? '';
  const addressed = OPERATIONS.filter(({ path }) => path.includes('{id}'));

  it('knows a foreign one of every noun that has a scope', () => {
    const unscoped = new Set(['users', 'provider-instances', 'webhooks', 'notification-rules', 'auth', 'api-keys', 'launch-permissions']);
    expect(addressed.map(nounOf).filter((noun) => !unscoped.has(noun) && !foreign[noun])).toEqual([]);
  });

  it.each(addressed.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s answers for a foreign id exactly as for a missing and for a made-up one, whoever asks',
    async (_, operation) => {
      const id = foreign[nounOf(operation)];
      if (id === undefined) return;
      for (const [who, browser] of staff) {
        const [outside, missing] = [await ask(browser, operation, id), await ask(browser, operation, randomUUID())];
        expect({ who, ...told(outside) }).toEqual({ who, ...told(missing) });
        expect([403, 404]).toContain(outside.status);
        expect((await ask(browser, operation, 'made-up')).status).toBe(outside.status);
      }
    },
  );

  it.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s is closed without a session',
    async (name, operation) => {
      if (OPEN.includes(name)) return;
      expect(await ask(new BrowserSession(web.url), operation, randomUUID())).toMatchObject({
        status: 401,
        body: { code: 'API-AUTH-01' },
      });
    },
  );

  it.each(
    OPERATIONS.filter(({ method }) => method !== 'GET').map(
      (operation) => [`${operation.method} ${operation.path}`, operation] as const,
    ),
  )('R11 %s is refused from another site, with the owner’s cookie', async (_, { method, path }) => {
    const address = path.replace('{id}', randomUUID());
    const attempts: Record<string, string>[] = [
      { 'content-type': 'application/json' },
      { 'content-type': 'application/json', 'x-requested-with': 'latchkey', origin: 'https://evil.example' },
    ];
    for (const headers of attempts) {
      const response = await dana.raw(address, {
        method,
        headers: { ...headers, cookie: dana.cookieHeader },
        body: '{}',
      });
      expect(response.status).toBe(403);
      expect(((await response.json()) as { code: string }).code).toBe('API-CSRF-01');
    }
  });

  it('R18 shows nothing of the mill in any list', async () => {
    const canaries = [...Object.values(foreign), 'Mill', 'mill-gate', 'mill-scale', 'Yard'];
    for (const [who, browser] of staff) {
      for (const { method, path } of OPERATIONS.filter(
        (operation) => operation.method === 'GET' && !operation.path.includes('{') && operation.path !== '/events',
      )) {
        const answer = await ask(browser, { method, path }, '');
        const text = JSON.stringify(answer.body);
        expect({ who, path, found: canaries.filter((canary) => text.includes(canary)) }).toEqual({
          who,
          path,
          found: [],
        });
      }
    }
  });
});
