import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { danaSetsUp } from '../personas/dana.js';
import { type ApplicationRoute, withRoutesOf } from '../support/application-routes.js';
import type { BrowserSession } from '../support/browser-session.js';
import { fleetOf } from '../support/fleet.js';
import { RawHttp } from '../support/raw-http.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

/** Of a policy as a browser reads it. */
const directivesOf = (headers: IncomingHttpHeaders): Map<string, string> =>
  new Map(
    String(headers['content-security-policy'] ?? '')
      .split(';')
      .map((each) => each.trim().split(/ (.*)/s))
      .map(([name, value]) => [name!, value ?? '']),
  );

describe('R10 every answer of the server', () => {
  let web: WebUnderTest;
  let routes: readonly ApplicationRoute[];
  let dana: BrowserSession;
  let device: string;
  let wire: RawHttp;

  beforeAll(async () => {
    ({ started: web, routes } = await withRoutesOf(() => startWebForTest({ publicUrl: 'https://latchkey.example' })));
    // Behind a proxy with the certificate, the browser's origin is that of the proxy.
    dana = await danaSetsUp(web);
    device = (await fleetOf(web, dana)).till;
    wire = new RawHttp(web.url);
  });
  afterAll(async () => {
    wire.close();
    await web.close();
  });

  /** What is wrong with the headers of an answer; nothing, as a rule. */
  function faultsOf(what: string, headers: IncomingHttpHeaders): string[] {
    const directives = directivesOf(headers);
    const text = [...directives].flat().join(' ');
    const holds: Record<string, boolean> = {
      "default-src 'none'": directives.get('default-src') === "'none'",
      "frame-ancestors 'none'": directives.get('frame-ancestors') === "'none'",
      "base-uri 'none'": directives.get('base-uri') === "'none'",
      'no object': (directives.get('object-src') ?? directives.get('default-src')) === "'none'",
      'nothing unsafe': !/unsafe|\*|https?:(?!\/\/127\.0\.0\.1)|blob:|strict-dynamic/.test(text),
      'a nonce where scripts run': !directives.has('script-src') || /'nonce-[\w-]{20,}'/.test(directives.get('script-src')!),
      'trusted types': directives.get('require-trusted-types-for') === "'script'" && directives.get('trusted-types') === (directives.get('script-src')?.startsWith("'self'") ? 'default' : "'none'"),
      nosniff: headers['x-content-type-options'] === 'nosniff',
      'no referrer': headers['referrer-policy'] === 'no-referrer',
      'opener policy': headers['cross-origin-opener-policy'] === 'same-origin',
      'resource policy': headers['cross-origin-resource-policy'] === 'same-origin',
      'transport security for a year': Number(/^max-age=(\d+)/.exec(headers['strict-transport-security'] ?? '')?.[1] ?? 0) >= 31_536_000,
      'no server software': headers['server'] === undefined && headers['x-powered-by'] === undefined,
      'no sharing with other origins': headers['access-control-allow-origin'] === undefined,
      'a content type': headers['content-type'] === undefined || /^(application\/(problem\+)?json|text\/(html|plain|event-stream|javascript|css|csv)|application\/(javascript|octet-stream))/.test(headers['content-type']),
    };
    return Object.entries(holds).flatMap(([name, isSo]) => (isSo ? [] : [`${what}: ${name}`]));
  }

  it('to every route and method, with a session and without, carries the whole of them', async () => {
    const faults: string[] = [];
    const statuses = new Set<number>();
    for (const { method, url } of routes) {
      const path = url.replace(/devices\/:id/, `devices/${device}`).replace(/:\w+/g, () => randomUUID()).replace('*', '');
      for (const cookie of [undefined, dana.cookieHeader]) {
        // The one answer that does not end by itself is looked at below; signing out would end the crawl.
        if (cookie && /\/(events|logout)$/.test(url)) continue;
        const headers = { 'x-requested-with': 'latchkey', 'content-type': 'application/json', ...(cookie ? { cookie } : {}) };
        const { status, headers: answered } = await wire.send(method, path, headers, /GET|HEAD/.test(method) ? undefined : '{}');
        statuses.add(status);
        faults.push(...faultsOf(`${method} ${url} → ${status}`, answered));
        if (url.startsWith('/api/') && answered['cache-control'] !== 'no-store') faults.push(`${method} ${url}: may be kept`);
      }
    }
    expect(faults).toEqual([]);
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404]));
  }, 60_000);

  it.each<[string, string, string, Record<string, string>] | [string, string, string, Record<string, string>, string]>([
    ['a file', 'GET', '/assets/app.js', {}],
    ['a compressed file', 'GET', '/assets/app.js', { 'accept-encoding': 'gzip' }],
    ['a part of a file', 'GET', '/assets/app.js', { range: 'bytes=0-3' }],
    ['a file that is not there', 'GET', '/assets/none.js', {}],
    ['a page of the console', 'GET', '/devices/computers', {}],
    ['a method that nobody knows', 'PROPFIND', '/api/v1/clients', {}],
    ['a trace', 'TRACE', '/api/v1/clients', {}],
    ['what may be asked', 'OPTIONS', '/api/v1/clients', { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' }],
    ['a foreign site', 'POST', '/api/v1/clients', { origin: 'https://evil.example', 'content-type': 'application/json' }, '{}'],
    ['broken JSON', 'POST', '/api/v1/auth/login', { 'x-requested-with': 'latchkey', 'content-type': 'application/json' }, '{"email":'],
    ['another content type', 'POST', '/api/v1/auth/login', { 'x-requested-with': 'latchkey', 'content-type': 'application/xml' }, '<a/>'],
    ['too much', 'POST', '/api/v1/auth/login', { 'x-requested-with': 'latchkey', 'content-type': 'application/json' }, `"${'x'.repeat(600_000)}"`],
    ['a broken escape', 'GET', '/api/v1/clients/%zz', {}],
    ['a byte that is no UTF-8', 'GET', '/%c0%af', {}],
    ['an endless parameter', 'GET', `/api/v1/clients/${'a'.repeat(5_000)}`, {}],
    ['an unknown device', 'POST', '/agent/v1/enrol', { 'content-type': 'application/json' }, '{}'],
    ['a launch by nobody', 'POST', '/launch/xyz', { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, ''],
  ])('to %s carries them too', async (...[_, method, path, headers, body]) => {
    const answer = await wire.send(method, path, headers, body);
    expect(faultsOf(`→ ${answer.status}`, answer.headers)).toEqual([]);
  });

  it('to a refused launch in a browser carries them too', async () => {
    const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', cookie: dana.cookieHeader };
    const answer = await wire.send('POST', `/launch/${'x'.repeat(32)}`, headers, '');
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(faultsOf(`→ ${answer.status}`, answer.headers)).toEqual([]);
  });

  it('as a stream of events carries them too', async () => {
    const stream = await dana.raw('/events', { headers: { cookie: dana.cookieHeader } });
    expect(faultsOf('GET /events', Object.fromEntries(stream.headers))).toEqual([]);
    await stream.body?.cancel();
  });

  it.each([
    ['what is no HTTP', 'hello\r\n\r\n'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(40_000)}\r\n\r\n`],
    ['two lengths', 'POST /api/v1/setup HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    ['a length and chunks', 'POST /api/v1/setup HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['chunks under another name', 'POST /api/v1/setup HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
  ])('to %s is a refusal that ends the connection', async (_, bytes) => {
    const heard = await wire.bytes(bytes);
    expect(heard).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(heard.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    const headers = Object.fromEntries(
      heard.split('\r\n\r\n')[0]!.split('\r\n').slice(1).map((line) => [line.split(':')[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    expect(faultsOf(heard.split('\r\n')[0]!, headers)).toEqual([]);
  });
});
