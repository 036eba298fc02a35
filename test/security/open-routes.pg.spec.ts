import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { danaSetsUp } from '../personas/dana.js';
import { type ApplicationRoute, withRoutesOf } from '../support/application-routes.js';
import { statusOf } from '../support/over-the-wire.js';
import { forEach, RawHttp } from '../support/raw-http.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

const ROOT = join(__dirname, '..', '..');
const read = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
const OPEN = read<{ route: string; why: string }[]>('docs/security/open-routes.json');
/** What people try out: that their mail server and their webhooks take what is sent, and that a provider answers. */
const TRIED = ['POST /api/v1/mail-settings/test', 'POST /api/v1/webhooks/:id/test', 'POST /api/v1/provider-instances/:id/test', 'POST /api/v1/provider-connections/test'];
/**
 * Twelve subjects as the requirement counts them, and the hints of providers: a login by passkey has two routes, one by identity provider
 * three, set-up and health two. "Guest page/code" is one of the twelve and has eight: to join, to report, to ask for help from another
 * origin (two), the clients (two), and the two sockets that a guest's token opens.
 */
const MOST_OPEN = 26;
const VARIANTS_PER_ROUTE = 200;
const nameOf = ({ method, url }: ApplicationRoute): string => `${method} ${url}`;
/** What a console would send, so that nothing but the missing session is wrong. */
const HEADERS = { 'x-requested-with': 'latchkey', 'content-type': 'application/json' };

describe('R2 the routes that need no sign-in', () => {
  let web: WebUnderTest;
  let routes: readonly ApplicationRoute[];
  let visitor: RawHttp;

  beforeAll(async () => {
    ({ started: web, routes } = await withRoutesOf(() => startWebForTest()));
    await danaSetsUp(web);
    visitor = new RawHttp(web.url);
  });
  afterAll(async () => {
    visitor.close();
    await web.close();
  });

  const open = new Set(OPEN.map(({ route }) => route));
  const isOpen = ({ method, url }: ApplicationRoute): boolean => open.has(`${method === 'HEAD' ? 'GET' : method} ${url}`);
  const concrete = (url: string): string => url.replace(/:\w+/g, () => randomUUID()).replace('*', '');
  const ask = (method: string, path: string) => visitor.send(method, path, HEADERS, /GET|HEAD|OPTIONS/.test(method) ? undefined : '{}');

  it('are the committed list, each with its reason, and at most thirteen subjects in twenty-six routes', () => {
    const known = new Set([...routes.map(nameOf), 'UPGRADE /agent/v1/connect', 'UPGRADE /guest/v1/control', 'UPGRADE /guest/v1/data']);
    expect([...open].filter((route) => !known.has(route))).toEqual([]);
    expect(open.size).toBe(OPEN.length);
    expect(open.size).toBeLessThanOrEqual(MOST_OPEN);
    for (const { why } of OPEN) expect(why).toMatch(/^[A-Z].{15,}\.$/);
  });

  it('are no others: every route of the running application that is not on the list asks who is there', async () => {
    expect(routes.length).toBeGreaterThan(120);
    for (const route of routes.filter((each) => !isOpen(each))) {
      const { status } = await ask(route.method, concrete(route.url));
      expect({ route: nameOf(route), status }).toEqual({ route: nameOf(route), status: 401 });
    }
  });

  it('cannot be told from others once they are closed: the set-up is gone with its first user', async () => {
    for (const method of ['GET', 'POST']) expect((await ask(method, '/api/v1/setup')).status).toBe(404);
  });

  it('do not grow by the way an address is spelled: 200 variants of each never reach a protected handler', async () => {
    const targets = routes.filter((route) => !isOpen(route) && !/HEAD|OPTIONS/.test(route.method));
    const tries = targets.flatMap((route) => spellings(concrete(route.url), VARIANTS_PER_ROUTE).map((path) => ({ method: route.method, path })));
    expect(tries.length).toBeGreaterThanOrEqual(targets.length * VARIANTS_PER_ROUTE);
    const reached: string[] = [];
    const seen = new Set<number>();
    await forEach(tries, 24, async ({ method, path }) => {
      const { status, headers } = await ask(method, path);
      seen.add(status);
      // The console's page is the answer to every address that is nobody's.
      const isPage = method === 'GET' && status === 200 && headers['content-type']?.startsWith('text/html');
      if (![400, 401, 403, 404, 414].includes(status) && !isPage) reached.push(`${method} ${path} → ${status}`);
    });
    expect(reached.slice(0, 5)).toEqual([]);
    // Otherwise nothing was spelled so that a handler was found at all, or everything was.
    expect(seen.has(401) && seen.has(404)).toBe(true);
  }, 480_000);

  it.each(['/', '/api/v1/events', '/agent/v1/connect/', '/agent/v1/%63onnect', '//agent/v1/connect', '/launch/x', '/readyz'])(
    'include no other upgrade than that of an agent: %s',
    async (path) => {
      expect(await statusOf(web.url + path, { upgrade: true })).toBe(404);
    },
  );
});

describe('R24 the application as it is shipped', () => {
  it('has the routes of its description and those of agents, guests and browsers, and none for looking into the process', async () => {
    const { started, routes } = await withRoutesOf(() => startWebForTest());
    await started.close();
    const { paths } = read<{ paths: Record<string, Record<string, unknown>> }>('contracts/openapi.json');
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const found = new Set(routes.filter(({ method }) => method !== 'HEAD').map(nameOf));
    expect([...found].filter((name) => !described.includes(name)).sort()).toEqual([
      'GET /*', 'GET /agent/v1/artifacts/:sha256', 'GET /api/v1/auth/oidc/callback', 'GET /api/v1/auth/oidc/start', 'GET /guest/v1/clients', 'GET /guest/v1/clients/:platform', 'GET /install/:file', 'GET /livez', 'GET /readyz', 'OPTIONS /guest/v1/help-requests', 'POST /agent/v1/enrol', 'POST /api/v1/auth/oidc/back-channel-logout', 'POST /guest/v1/help-requests', 'POST /guest/v1/join', 'POST /guest/v1/report', 'POST /launch/:ticket', 'POST /provider-hints/:secret',
    ]);
    expect(described.filter((name) => !found.has(name))).toEqual([]);
    expect([...found].filter((name) => !TRIED.includes(name) && /debug|swagger|openapi|metrics|profil|pprof|graphql|test|dump|heap/i.test(name))).toEqual([]);
  });

  it.each(['/api', '/api-json', '/api/docs', '/swagger', '/metrics', '/debug/pprof', '/actuator', '/.git/config', '/server-status', '/api/v1/openapi.json'])(
    'shows nobody anything at %s',
    async (path) => {
      const web = await shared();
      const answer = await new RawHttp(web.url).send('GET', path);
      const isPage = answer.headers['content-type']?.startsWith('text/html') === true;
      expect(isPage || answer.status === 404).toBe(true);
      expect(answer.text).not.toMatch(/openapi|swagger|# HELP|heapUsed|\[core\]/);
    },
  );

  let one: WebUnderTest | undefined;
  const shared = async (): Promise<WebUnderTest> => (one ??= await startWebForTest());
  afterAll(() => one?.close());
});

/** So many spellings of an address: escapes, dots, slashes, case, parameters and what proxies are known to read differently. */
function spellings(path: string, count: number): string[] {
  const found = new Set<string>();
  const letters = [...path].flatMap((letter, index) => (/[a-z]/i.test(letter) ? [index] : []));
  const escaped = (at: readonly number[], twice = false): string =>
    [...path].map((letter, index) => (at.includes(index) ? `%${twice ? '25' : ''}${letter.charCodeAt(0).toString(16)}` : letter)).join('');
  const parts = path.split('/').slice(1);
  for (const tail of ['/', '//', '/.', '/..', '%2f', '%2F', ';', ';a=b', '.json', '.html', '%00', '%20', '%09', '%0a', '%23', '%3f', '?', '?a', '#', '~', '\\', '%5c', '*', '..;/', '/..;/', '%2e', '%c0%af', '%ef%bc%8f', '&', '.css', '/index.html']) found.add(path + tail);
  for (const head of ['/', '//', '/.', '/./', '/../', '/%2e/', '/%2e%2e/', '/x/..', '/x/../', '/;/', '/%2f', '/%5c', '/\\', '/livez/..', '/livez/../', '/assets/..', '/assets/%2e%2e', '/install/..', '/api/v1/setup/..', '/..;']) found.add(head + path);
  for (const [index, part] of parts.entries()) {
    for (const separator of ['//', '/./', '/x/../', '%2f', '%2F', '\\', '%5c', '/%2e/', ';/', '/;x/', '%252f']) found.add(`/${parts.slice(0, index + 1).join('/')}${separator}${parts.slice(index + 1).join('/')}`);
    for (const other of [part.toUpperCase(), `${part[0]?.toUpperCase() ?? ''}${part.slice(1)}`, `${part}%00`, `${part};v=1`, `%20${part}`]) found.add(`/${parts.with(index, other).join('/')}`);
  }
  for (const at of letters) {
    found.add(escaped([at]));
    found.add(escaped([at], true));
    found.add(path.slice(0, at) + path[at]!.toUpperCase() + path.slice(at + 1));
  }
  for (let step = 2; found.size <= count; step++) {
    for (const at of letters) found.add(escaped([at, (at + step) % path.length].filter((index) => /[a-z]/i.test(path[index]!))));
    if (step > path.length) for (const tail of ['/', ';', '?', '%00']) found.add(path + tail.repeat(step));
  }
  found.delete(path);
  return [...found].slice(0, count);
}
