import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { hashOfSecret } from '../../src/remote-access/launches/launch-secret.js';
import { DANA, danaSetsUp } from '../personas/dana.js';
import { hired, STAFF } from '../personas/staff.js';
import type { BrowserSession } from '../support/browser-session.js';
import { type Fleet, fleetOf } from '../support/fleet.js';
import { oneOfEverything, type OneOfEverything } from '../support/one-of-everything.js';
import { ask, nameOf, nounOf, OPERATIONS } from '../support/operations.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

/** After a deliberate change: UPDATE_SHAPES=1 npx jest --selectProjects postgres --runTestsByPath test/security/response-shapes.pg.spec.ts */
const COMMITTED = join(__dirname, 'response-shapes.json');
/** Below these names stands what people have written, not what we have shaped. */
const FREE = new Set(['settings', 'changes', 'effective', 'plan', 'request', 'defaults', 'schema', 'locked', 'bySite', 'phases', 'byPhase']);
const READS = OPERATIONS.filter(({ method, path }) => method === 'GET' && !/\/(events|signals)$/.test(path) && !/csv|certificate|diff|setup/.test(path));

type Shapes = Record<string, { roles: string[]; fields: string[] }[]>;

/** The names of all fields of a body, lists by what is in them. */
function fieldsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => fieldsOf(each, `${at}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = at === '' ? name : `${at}.${name}`;
    return FREE.has(name) ? [path] : [path, ...fieldsOf(inner, path)];
  });
}

describe('R19 what an answer holds', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  let things: OneOfEverything;
  const people = new Map<string, BrowserSession>();
  const logged: string[] = [];
  const planted = new Map<string, string>();
  /** Everything that was answered to anybody. */
  const answers: string[] = [];

  beforeAll(async () => {
    const log = pino({ level: 'trace' }, new Writable({ write: (chunk: Buffer, _, done) => (logged.push(chunk.toString()), done()) }));
    web = await startWebForTest({ engine: null }, log);
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    const source = web.database.dataSource;
    const [instance]: { id: string }[] = await source.query('SELECT id FROM provider_instance');
    things = { ...(await oneOfEverything(web, dana, instance!.id, { name: 'Shop', clientId: fleet.bakery, siteId: fleet.shop })), 'provider-instances': instance!.id, users: (await dana.get('/auth/me')).body.id };
    people.set('primary-super-admin', dana);
    for (const who of Object.keys(STAFF) as (keyof typeof STAFF)[]) people.set(STAFF[who].role, await hired(web, dana, who, { clientIds: [fleet.bakery] }, true));
    planted.set('a password', DANA.password);
    planted.set('a hash of a password', (await source.query('SELECT password_hash FROM operator LIMIT 1'))[0].password_hash);
    for (const [role, browser] of people) planted.set(`the session of the ${role}`, browser.cookieHeader.split('=')[1]!);
    const secrets = { share: 'planted-share-id-5f3c', path: '/ra/sharing?c=planted-share-path-91ab' };
    await source.query(`UPDATE launch SET share_id = $1, share_path = $2, entry_hash = $3 WHERE id = $4`, [secrets.share, secrets.path, hashOfSecret('planted-entry'), things['launches']]);
    planted.set('the share of a launch', secrets.share).set('the page of a launch', 'planted-share-path-91ab').set('the hash of an entry', hashOfSecret('planted-entry').toString('hex')).set('the same in base64', hashOfSecret('planted-entry').toString('base64'));
    await source.query(`UPDATE enrolment_token SET secret_hash = $1`, [hashOfSecret('planted-token')]);
    planted.set('the hash of a token', hashOfSecret('planted-token').toString('hex'));
    await source.query(`INSERT INTO provider_secret (provider_instance_id, name, sealed) VALUES ($1, 'password', $2)`, [instance!.id, Buffer.from('planted-provider-secret')]);
    planted.set('the credential of a provider', 'planted-provider-secret').set('the same in base64 too', Buffer.from('planted-provider-secret').toString('base64'));
    const frame = JSON.stringify({ params: { configuration: { meshServer: 'wss://x/planted-deployment-secret' } }, signature: 'planted-signature-77' });
    await source.query(
      `INSERT INTO instruction (id, device_id, deployment_id, seq, generation, kind, attempt, frame, issued_at, expires_at) VALUES (gen_random_uuid(), $1, $2, 1, 1, 'install-remote-agent', 1, $3, now(), now() + interval '10 minutes')`,
      [things['devices'], things['deployments'], frame],
    );
    planted.set('the secret of a deployment', 'planted-deployment-secret').set('the signature of an order', 'planted-signature-77');
  }, 240_000);
  afterAll(() => web.close());

  it('is for every role the closed list of fields that is committed', async () => {
    const shapes: Shapes = {};
    for (const operation of READS) {
      const byFields = new Map<string, string[]>();
      for (const [role, browser] of people) {
        const { status, body } = await ask(browser, operation, things[nounOf(operation)] ?? '');
        answers.push(typeof body === 'string' ? body : JSON.stringify(body));
        expect({ operation: nameOf(operation), role, isFault: status >= 500 }).toEqual({ operation: nameOf(operation), role, isFault: false });
        const fields = status === 200 ? [...new Set(fieldsOf(body))].sort() : [`(${status})`];
        const key = JSON.stringify(fields);
        byFields.set(key, [...(byFields.get(key) ?? []), role]);
      }
      shapes[nameOf(operation)] = [...byFields].map(([fields, roles]) => ({ roles, fields: JSON.parse(fields) as string[] }));
    }
    if (process.env['UPDATE_SHAPES'] === '1') writeFileSync(COMMITTED, `${JSON.stringify(shapes, null, 1)}\n`);
    expect(shapes).toEqual(JSON.parse(readFileSync(COMMITTED, 'utf8')));
  }, 240_000);

  it('is named for no secret, but where a token is shown once', () => {
    const shapes = JSON.parse(readFileSync(COMMITTED, 'utf8')) as Shapes;
    const names = new Set(Object.values(shapes).flat().flatMap(({ fields }) => fields).map((path) => path.split(/[.[\]]+/).filter(Boolean).at(-1)!));
    expect([...names].filter((name) => /secret|hash$|password$|credential|privateKey|sealed|signature|cookie|ticket|frame$|sharePath|shareId/i.test(name) && !['hasPassword', 'planHash'].includes(name)).sort()).toEqual(ALLOWED_NAMES);
  });

  it('and what is exported and logged, holds none of the secrets that were planted', async () => {
    const [{ siteId }]: [{ siteId: string }] = await web.database.dataSource.query('SELECT id AS "siteId" FROM site LIMIT 1');
    const exported = (format: string) => [dana.post('/access-reports/export', { siteId, format }), dana.post('/audit/export', { format })];
    for (const { status, body } of await Promise.all([dana.get(`/access-reports?siteId=${siteId}`), dana.get('/audit?limit=500'), ...exported('csv'), ...exported('json')])) {
      expect(status).toBe(200);
      answers.push(typeof body === 'string' ? body : JSON.stringify(body));
    }
    // Refusals and faults are logged more than anything else.
    await dana.post('/auth/login', { email: DANA.email, password: 'planted-wrong-password' });
    await dana.raw('/launch/planted-launch-ticket-0123456789', { method: 'POST', headers: { cookie: dana.cookieHeader, 'content-type': 'application/json' }, body: '{}' });
    await web.database.dataSource.query('ALTER TABLE exclusion RENAME TO away');
    expect((await dana.get('/exclusions')).status).toBe(500);
    expect((await dana.get('/exclusions', { authorization: 'Bearer planted-bearer' })).status).toBe(401);
    await web.database.dataSource.query('ALTER TABLE away RENAME TO exclusion');
    planted.set('a wrong password', 'planted-wrong-password').set('a ticket', 'planted-launch-ticket-0123456789').set('a bearer', 'planted-bearer');
    const foundIn = (text: string): string[] => [...planted].filter(([, secret]) => text.includes(secret)).map(([name]) => name);
    expect({ answers: foundIn(answers.join('\n')), logs: foundIn(logged.join('\n')) }).toEqual({ answers: [], logs: [] });
    // The log was listened to: the fault is in it.
    expect(logged.join('')).toContain('request failed');
  });
});

/** They say how far the audit log is sealed, and which secrets of a provider are stored: their names alone. */
const ALLOWED_NAMES = ['sealed', 'storedSecrets', 'unsealed', 'unsealedSeconds'];
