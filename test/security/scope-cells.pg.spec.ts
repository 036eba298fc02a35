import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Right, type Role, rightsOf } from '../../src/accounts/roles/rights.js';
import { danaSetsUp } from '../personas/dana.js';
import { type Answer, BrowserSession } from '../support/browser-session.js';
import { type OneOfEverything, oneOfEverything } from '../support/one-of-everything.js';
import { forEach } from '../support/raw-http.js';
import { ask, nameOf, nounOf, type Operation, OPERATIONS } from '../support/operations.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

/** Which rights let in, one of them is enough: the committed table that a reviewer reads. */
const RIGHTS = JSON.parse(readFileSync(join(__dirname, '..', '..', 'docs/security/route-rights.json'), 'utf8')) as Record<string, Right[] | 'signed-in' | 'anyone'>;
const ROLES: readonly Role[] = ['manager', 'technician', 'client-site-manager', 'office-staff', 'auditor'];
/** In every name of the client that nobody here may see. */
const CANARY = 'Zq7canary';
const PASSWORD = 'gravel-lantern-otter';
/** What belongs to a client as a whole, whichever of its sites somebody is responsible for. */
const OF_A_CLIENT = new Set(['clients', 'policies', 'packages', 'device-groups']);
/** What nobody's scope cuts out, and what belongs to one person: those have sentences of their own. */
const UNSCOPED = new Set(['users', 'provider-instances', 'webhooks', 'notification-rules', 'auth', 'api-keys', 'launch-permissions', 'bulk-jobs', 'saved-views']);
/** A version that nothing has: a change that is allowed stops here, and changes nothing. */
const STALE = '"999"';
const LEAST_CELLS = 3_000;

interface Person {
  readonly name: string;
  readonly role: Role;
  readonly wholeClient: boolean;
  readonly browser: BrowserSession;
}

describe('R17 every cell of route, role and scope', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let own: OneOfEverything;
  let sibling: OneOfEverything;
  let foreign: OneOfEverything;
  const people: Person[] = [];
  const seen: string[] = [];
  const addressed = OPERATIONS.filter((operation) => operation.path.includes('{id}') && !UNSCOPED.has(nounOf(operation)));

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    const instance = randomUUID();
    await web.database.dataSource.query(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded', true, 'reachable')`, [instance]);
    const made = async (path: string, body: object): Promise<string> => (await dana.post(path, body)).body.id;
    const bakery = await made('/clients', { name: 'Bakery' });
    const [shop, kiosk] = [await made('/sites', { clientId: bakery, name: 'Shop' }), await made('/sites', { clientId: bakery, name: 'Kiosk' })];
    const mill = await made('/clients', { name: `${CANARY} client` });
    const yard = await made('/sites', { clientId: mill, name: `${CANARY} site` });
    own = await oneOfEverything(web, dana, instance, { name: 'Shop', clientId: bakery, siteId: shop });
    sibling = await oneOfEverything(web, dana, instance, { name: 'Kiosk', clientId: bakery, siteId: kiosk });
    foreign = await oneOfEverything(web, dana, instance, { name: CANARY, clientId: mill, siteId: yard });
    for (const role of ROLES) {
      for (const wholeClient of [true, false]) {
        const [name, email] = [`${role} of ${wholeClient ? 'the client' : 'one site'}`, `${role}-${wholeClient}@northwind.example`];
        const scope = wholeClient ? { clientIds: [bakery] } : { siteIds: [shop] };
        const { status } = await dana.post('/users', { name, email, role, password: PASSWORD, scope, allowRemoteControl: true });
        expect(status).toBe(201);
        people.push({ name, role, wholeClient, browser: await new BrowserSession(web.url).signIn(email, PASSWORD) });
      }
    }
  }, 120_000);
  afterAll(() => web.close());

  const mayUse = (role: Role, operation: Operation): boolean => {
    const rights = RIGHTS[nameOf(operation)];
    return !Array.isArray(rights) || rights.some((right) => rightsOf(role).has(right));
  };
  /** What tells two answers apart, but for what is made anew for each. */
  const told = ({ status, body, headers }: Answer): string =>
    JSON.stringify({
      status,
      body: typeof body === 'object' && body ? { ...body, requestId: '' } : body,
      headers: [...headers].map(([name, value]) => (/^(date|x-request-id|content-length)$/.test(name) ? [name] : [name, value])),
    });
  /** Notes every sight of the canary that the address itself did not bring along. */
  const watched = async (person: Person, operation: Operation, id: string): Promise<Answer> => {
    const answer = await ask(person.browser, operation, id, STALE);
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    const ids = Object.values(foreign).filter((each) => each !== id);
    if (text.includes(CANARY) || ids.some((each) => text.includes(each))) seen.push(`${person.name}: ${nameOf(operation)}`);
    return answer;
  };
  /** A neighbour of an id that exists. */
  const guessed = (id: string): string => id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));

  it('has a table of rights that names every route of the description and nothing else', () => {
    expect(Object.keys(RIGHTS).sort()).toEqual(OPERATIONS.map(nameOf).sort());
  });

  it('knows one of every noun that has a scope, at all three places', () => {
    for (const place of [own, sibling, foreign]) expect(addressed.map(nounOf).filter((noun) => !place[noun])).toEqual([]);
  });

  it('is right, three thousand of them: own, other site, other client, missing, guessed and made up', async () => {
    const wrong: string[] = [];
    let cells = 0;
    // Looking comes before changing, and changing before what cannot be undone.
    const order = [...addressed].sort((a, b) => rank(a) - rank(b));
    for (const operation of order) {
      const noun = nounOf(operation);
      await forEach(people, people.length, async (person) => {
        const check = (what: string, answer: Answer, holds: boolean): void => {
          cells += 1;
          if (!holds) wrong.push(`${person.name}: ${nameOf(operation)}, ${what} → ${answer.status} ${answer.body?.code ?? ''}`);
        };
        const missing = await watched(person, operation, randomUUID());
        const may = mayUse(person.role, operation);
        const closed = (answer: Answer): boolean => answer.status === 403 && answer.body.code === 'API-RIGHT-01';
        check('missing', missing, may ? missing.status === 404 && missing.body.code === 'API-NOTFOUND-01' : closed(missing));
        const asMissing = (answer: Answer): boolean => told(answer) === told(missing);
        for (const [what, id] of [['other client', foreign[noun]!], ['guessed', guessed(foreign[noun]!)]] as const) {
          const answer = await watched(person, operation, id);
          check(what, answer, asMissing(answer));
        }
        const madeUp = await watched(person, operation, 'made-up');
        check('made up', madeUp, madeUp.status === missing.status && madeUp.body.code === missing.body.code);
        const ofOwn = await watched(person, operation, own[noun]!);
        check('own site', ofOwn, may ? reaches(operation, person, ofOwn) : closed(ofOwn));
        if (OF_A_CLIENT.has(noun)) return;
        const ofSibling = await watched(person, operation, sibling[noun]!);
        check('other site of the own client', ofSibling, may && person.wholeClient ? reaches(operation, person, ofSibling) : asMissing(ofSibling));
      });
    }
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThanOrEqual(LEAST_CELLS);
  }, 240_000);

  it('is right where ids come in bodies and queries: every one is judged, and one foreign id spoils the whole', async () => {
    const wrong: string[] = [];
    const strange = randomUUID();
    const requests: ((id: (noun: string) => string) => Promise<Answer>)[] = [];
    for (const { browser, role } of people) {
      const may = (right: Right): boolean => rightsOf(role).has(right);
      if (may('sites.change')) {
        requests.push((id) => browser.post('/sites', { clientId: id('clients'), name: 'Planted' }), (id) => browser.post('/enrolment-tokens', { siteId: id('sites') }), (id) => browser.get(`/install-command?siteId=${id('sites')}`));
      }
      if (may('policies.change')) {
        requests.push(
          (id) => browser.post('/assignments', { packageId: own['packages'], siteIds: [own['sites'], id('sites')] }),
          (id) => browser.post('/assignments', { packageId: id('packages'), siteIds: [own['sites']] }),
          (id) => browser.post('/packages', { name: `Planted ${role}`, clientId: own['clients'], entries: [{ policyId: own['policies'] }, { policyId: id('policies') }] }),
          (id) => browser.post('/policies', { category: 'devices', type: 'remote-access', name: 'Planted', clientId: id('clients'), settings: {} }),
          (id) => browser.post('/device-groups', { name: 'Planted', clientId: id('clients'), filter: 'name:*' }),
          (id) => browser.post('/exclusions', { kind: 'exclude', target: { siteId: id('sites') }, reason: 'planted' }),
          (id) => browser.post('/exclusions', { kind: 'exclude', target: { deviceId: id('devices') }, reason: 'planted' }),
        );
      }
      for (const path of ['/devices', '/deployments', '/launches', '/assignments', '/access-reports']) {
        requests.push((id) => browser.get(`${path}?siteId=${id('sites')}`), (id) => browser.get(`${path}?clientId=${id('clients')}`), (id) => browser.get(`${path}?deviceId=${id('devices')}`));
      }
    }
    for (const send of requests) {
      const [outside, missing] = [await send((noun) => foreign[noun]!), await send(() => strange)];
      const plain = (answer: Answer): string => told(answer).replaceAll(strange, '').replace(new RegExp(Object.values(foreign).join('|'), 'g'), '');
      if (plain(outside) !== plain(missing)) wrong.push(`${send.toString().slice(7, 90)} → ${outside.status} ${outside.body.code} / ${missing.status} ${missing.body.code}`);
      if (outside.status === 201) wrong.push(`${send.toString().slice(7, 90)} was done`);
    }
    expect(wrong).toEqual([]);
    for (const table of ['site', 'policy', 'package', 'device_group']) {
      expect({ table, planted: await web.database.dataSource.query(`SELECT name FROM "${table}" WHERE name LIKE 'Planted%'`) }).toEqual({ table, planted: [] });
    }
  }, 120_000);

  it('takes as long for a foreign id as for a missing one', async () => {
    const { browser } = people[0]!;
    const took: Record<'foreign' | 'missing', number[]> = { foreign: [], missing: [] };
    for (let round = 0; round < 80; round++) {
      for (const [which, id] of round % 2 ? ([['foreign', foreign['devices']!], ['missing', randomUUID()]] as const) : ([['missing', randomUUID()], ['foreign', foreign['devices']!]] as const)) {
        const begun = performance.now();
        await browser.get(`/devices/${id}`);
        took[which].push(performance.now() - begun);
      }
    }
    const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length / 2]!;
    const [ofForeign, ofMissing] = [median(took.foreign), median(took.missing)];
    // On a machine that does other things too, everything takes longer and differs by more.
    expect(Math.abs(ofForeign - ofMissing)).toBeLessThan(Math.max(2, 0.2 * ofMissing));
  }, 120_000);

  it('R18 the canary client was in none of all these answers, and is in no list', async () => {
    for (const person of people) {
      for (const operation of OPERATIONS.filter(({ method, path }) => method === 'GET' && !path.includes('{') && path !== '/events')) await watched(person, operation, '');
    }
    expect(seen).toEqual([]);
    // And it would be seen: to whom it belongs it is shown.
    expect(JSON.stringify((await dana.get('/devices')).body)).toContain(CANARY);
  });
});

/** Whether an answer is that of somebody who was let through to the thing itself. */
function reaches(operation: Operation, { role, wholeClient }: Person, { status, body }: Answer): boolean {
  const noun = nounOf(operation);
  // Whoever has one site sees what is its client's and changes nothing of it.
  if (OF_A_CLIENT.has(noun) && !wholeClient && operation.method !== 'GET') return [403, 404].includes(status);
  // Others' launches, and what others did, are the business of those who audit.
  if ((noun === 'launches' || noun === 'audit') && !rightsOf(role).has('audit.read')) return [403, 404].includes(status);
  // Settled by whoever was asked first; there is nothing left to settle, revoke or read.
  if (status === 404) return !['GET', 'PATCH', 'PUT'].includes(operation.method) || /override|offboarding/.test(operation.path);
  return status < 500 && status !== 401 && body?.code !== 'API-RIGHT-01';
}

function rank({ method, path }: Operation): number {
  if (method === 'GET') return 0;
  if (method === 'PUT' || method === 'PATCH') return 1;
  return /revoke|offboard$/.test(path) || method === 'DELETE' ? 3 : 2;
}
