import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { danaSetsUp } from '../personas/dana.js';
import { hired } from '../personas/staff.js';
import { fleetOf, type Fleet } from '../support/fleet.js';
import { nameOf, nounOf, type Operation, OPERATIONS } from '../support/operations.js';
import { forEach, RawHttp } from '../support/raw-http.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SEED = Number(process.env['LATCHKEY_FUZZ_SEED'] ?? 20_26);
const REQUESTS_PER_ROUTE = 12;

interface Described {
  readonly parameters?: { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly schema: { readonly $ref?: string } } } };
}
const document = JSON.parse(readFileSync(join(__dirname, '..', '..', 'contracts', 'openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, { properties?: Record<string, unknown> }> };
};
const described = ({ method, path }: Operation): Described => document.paths[`/api/v1${path}`]![method.toLowerCase()]!;
const fieldsOf = (operation: Operation): string[] => {
  const ref = described(operation).requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1);
  return Object.keys((ref && document.components.schemas[ref]?.properties) ?? {});
};

/** What nobody thinks of when writing a handler. */
const NASTY: readonly string[] = [
  '', ' ', '\0', 'a\0b', '\ud800', '￿', '𝒳'.repeat(40), "'", "';--", '%', '_', '\\', '$1', '?', '{}', '[]', 'null', 'true', '-1', '0', '1e309', '9'.repeat(30), 'NaN', '99999999999', '2026-02-31', '2026-13-01T25:61:61Z',
  '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00.001Z', 'x'.repeat(199), 'x'.repeat(3_000), '../../etc/passwd', '<script>', 'constructor', '__proto__', 'toString', '00000000-0000-0000-0000-000000000000', '-name,name', 'name:*', '(', '"', 'name:"', '((((((((((', 'NOT NOT NOT', 'a:b:c',
];
const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 40, unit: 'binary' }));
const value: fc.Arbitrary<unknown> = fc.oneof(nasty, fc.jsonValue({ maxDepth: 3 }), fc.constant(null), fc.integer(), fc.double(), fc.array(nasty, { maxLength: 3 }), fc.constantFrom(randomUUID(), [randomUUID()], true));

describe('R30 no request, however it is made', () => {
  let web: WebUnderTest;
  let wire: RawHttp;
  /** Each test asks as somebody else: a budget that is spent would answer instead of a handler. */
  let cookie: string;
  let sal: string;
  let fleet: Fleet;

  beforeAll(async () => {
    web = await startWebForTest();
    const dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    cookie = dana.cookieHeader;
    sal = (await hired(web, dana, 'sal')).cookieHeader;
    wire = new RawHttp(web.url);
  });
  afterAll(async () => {
    wire.close();
    await web.close();
  });

  it(`finds a fault of ours (LATCHKEY_FUZZ_SEED=${SEED})`, async () => {
    const routes = OPERATIONS.filter((operation) => !/\/auth\/(logout|password)$|\/events$/.test(operation.path));
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    await forEach(routes, 8, async (operation) => {
      const query = (described(operation).parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
      const fields = fieldsOf(operation);
      const request = fc.record({
        id: fc.oneof(fc.constant(fleet.till), nasty),
        query: fc.dictionary(query.length > 0 ? fc.constantFrom(...query) : fc.constant('x'), nasty, { maxKeys: 3 }),
        body: fields.length > 0 ? fc.oneof(fc.record(Object.fromEntries(fields.map((name) => [name, value])), { requiredKeys: [] }), value) : value,
        ifMatch: fc.constantFrom('*', '"1"', 'W/"1"', '""', 'x', '"99999999999999999999"'),
      });
      const ofDevice = nounOf(operation) === 'devices';
      for (const { id, query: asked, body, ifMatch } of fc.sample(request, { numRuns: REQUESTS_PER_ROUTE, seed: SEED })) {
        const path = operation.path.replace(/\{\w+\}/g, (name) => encodeURIComponent(wellFormed(name === '{id}' && ofDevice ? id : String(id))));
        const search = operation.method === 'GET' ? Object.entries(asked).map(([name, text]) => `${name}=${encodeURIComponent(wellFormed(text))}`).join('&') : '';
        const headers = { cookie, 'x-requested-with': 'latchkey', 'content-type': 'application/json', 'if-match': ifMatch };
        const { status, text } = await wire.send(operation.method, `/api/v1${path}${search ? `?${search}` : ''}`, headers, operation.method === 'GET' ? undefined : JSON.stringify(body));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status >= 500 && JSON.parse(text).code !== 'API-UNAVAILABLE-01') faults.push(`${nameOf(operation)} ${decodeURIComponent(path)}?${search} ${JSON.stringify(body)?.slice(0, 150)} → ${status}`);
      }
    });
    expect(faults).toEqual([]);
    expect([...statuses.values()].reduce((all, each) => all + each, 0)).toBe(routes.length * REQUESTS_PER_ROUTE);
    expect(statuses.get(429) ?? 0).toBeLessThan(REQUESTS_PER_ROUTE);
    for (const status of [200, 400, 404]) expect(statuses.get(status) ?? 0).toBeGreaterThan(20);
  }, 120_000);

  it('finds one by spoiling a single parameter or field of what is accepted', async () => {
    cookie = sal;
    const faults: string[] = [];
    const tries: { method: string; path: string; body?: string }[] = [];
    for (const operation of OPERATIONS.filter(({ path }) => path !== '/events')) {
      const path = operation.path.replace('{id}', fleet.till).replace(/\{\w+\}/g, '1');
      if (operation.method === 'GET') {
        const names = (described(operation).parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
        for (const name of names) for (const bad of TREACHEROUS.filter((each) => typeof each === 'string')) tries.push({ method: 'GET', path: `${path}?${name}=${encodeURIComponent(wellFormed(bad))}` });
      }
      const accepted = ACCEPTED[nameOf(operation)] ?? {};
      for (const field of Object.keys(accepted)) for (const bad of TREACHEROUS) tries.push({ method: operation.method, path, body: JSON.stringify({ ...accepted, [field]: bad }) });
    }
    expect(tries.length).toBeGreaterThan(500);
    await forEach(tries, 8, async ({ method, path, body }) => {
      const { status, text } = await wire.send(method, `/api/v1${path}`, { cookie, 'x-requested-with': 'latchkey', 'content-type': 'application/json', 'if-match': '*' }, body);
      // Signing in has a budget of its own, which this spends.
      if (status >= 500 || (status === 429 && path !== '/auth/login')) faults.push(`${method} ${path} ${body ?? ''} → ${text.slice(0, 80)}`);
    });
    expect(faults).toEqual([]);
  }, 120_000);

  it.each([
    ['a device with a zero character in its name', '/agent/v1/enrol', { hostname: 'till\0' }],
    ['a device with half a character in its name', '/agent/v1/enrol', { hostname: 'till\ud800' }],
    ['a name with a zero character in a field name', '/api/v1/clients', { 'na\0me': 'x' }],
  ])('finds one with %s', async (_, path, body) => {
    const answer = await wire.send('POST', path, { cookie, 'x-requested-with': 'latchkey', 'content-type': 'application/json' }, JSON.stringify(body));
    expect(answer).toMatchObject({ status: 400 });
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'API-INPUT-01', detail: expect.stringContaining('character') });
  });

  it.each([33, 1_000, 200_000])('finds one with a body of %s levels', async (depth) => {
    for (const body of [`{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`, `{"name":${'{"a":'.repeat(Math.min(depth, 50_000))}1${'}'.repeat(Math.min(depth, 50_000))}}`]) {
      const answer = await wire.send('POST', '/api/v1/clients', { cookie, 'x-requested-with': 'latchkey', 'content-type': 'application/json' }, body);
      expect(answer).toMatchObject({ status: 400 });
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'API-INPUT-01', detail: 'The body is nested too deep.' });
    }
  });
});

/** Values that pass a careless check and that PostgreSQL, or a Date, then refuses. */
const TREACHEROUS: readonly unknown[] = ['\0', 'a\0b', '\ud800', '9'.repeat(30), '2026-02-31', '+275760-09-13T00:00:00.001Z', -1, 2 ** 53, 1e300, null, {}, ['\0']];
/** What is accepted, so that one field of it can be spoilt. */
const ACCEPTED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'POST /clients': { name: 'Fuzz' },
  'POST /policies': { category: 'devices', type: 'remote-access', name: 'Fuzz', settings: {}, enabled: true },
  'POST /packages': { name: 'Fuzz', entries: [] },
  'POST /device-groups': { name: 'Fuzz', filter: 'name:*' },
  'POST /device-groups/preview': { filter: 'name:*' },
  'POST /users': { name: 'Fuzz', email: 'fuzz@northwind.example', role: 'technician' },
  'POST /auth/login': { email: 'fuzz@northwind.example', password: 'fuzz' },
  'PUT /freeze': { frozen: false, reason: 'Fuzz' },
  'PATCH /devices/{id}': { tags: ['fuzz'], name: 'Fuzz' },
  'PUT /devices/{id}/override': { settings: {}, reason: 'Fuzz' },
  'POST /devices/{id}/launch': { mode: 'terminal', reason: 'Fuzz' },
  'POST /status-catalogue/{code}/feedback': { helpful: true, comment: 'Fuzz' },
};

/** Half a surrogate pair has no place in an address. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '�').replace(/^\.{1,2}$/, '%2e');
}
