import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';
import { createPageListener } from '../../src/remote-access/engine-proxy/page-listener.js';
import { LaunchCookies } from '../../src/remote-access/engine-proxy/launch-cookies.js';
import { LaunchSockets } from '../../src/remote-access/engine-proxy/launch-sockets.js';
import type { EngineVerdicts } from '../../src/remote-access/engine-proxy/engine-verdicts.js';
import type { EngineSurface } from '../../src/remote-access/engine-proxy/engine-surface.js';
import { danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { statusOf } from '../support/over-the-wire.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

const CONSOLE = 'https://latchkey.example';
/** Everything that looks like an origin of ours and is none. */
const FOREIGN = [
  'null', 'https://evil.example', 'https://latchkey.example.evil.example', 'https://evil-latchkey.example', 'https://sub.latchkey.example', 'https://latchkey.example:8443',
  'http://latchkey.example', 'https://latchkey.exampl', 'https://latchkey.example.', 'https://latchkey.example@evil.example', 'https://LATCHKEY.example', 'https://latchkey.example/',
  'https://lаtchkey.example'.replace('а', '%D0%B0'), 'https://latchkey.example, https://evil.example', 'file://', 'chrome-extension://latchkey.example', '*', 'https://localhost',
];

describe('R12 who may open a stream', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;

  beforeAll(async () => {
    web = await startWebForTest({ publicUrl: CONSOLE });
    dana = await danaSetsUp(web);
  });
  afterAll(() => web.close());

  describe('of events', () => {
    const opened = async (headers: Record<string, string>): Promise<number> => {
      const answer = await dana.raw('/events', { headers });
      await answer.body?.cancel();
      return answer.status;
    };
    const cookie = () => ({ cookie: dana.cookieHeader });

    it('is the console itself, with a session', async () => {
      expect(await opened({ ...cookie(), origin: CONSOLE, 'sec-fetch-site': 'same-origin' })).toBe(200);
      // Browsers leave the origin away where it is the page's own.
      expect(await opened(cookie())).toBe(200);
      expect(await opened({ origin: CONSOLE })).toBe(401);
    });

    it.each(FOREIGN)('is nobody from %s, however good the cookie', async (origin) => {
      expect(await opened({ ...cookie(), origin })).toBe(403);
    });

    it.each(['cross-site', 'same-site', 'none', 'nonsense'])('is nobody whose browser says %s', async (from) => {
      expect(await opened({ ...cookie(), 'sec-fetch-site': from })).toBe(403);
    });
  });

  describe('of an agent', () => {
    const upgrade = (origin?: string) => statusOf(`${web.url}/agent/v1/connect`, { upgrade: true, ...(origin === undefined ? {} : { origin }), cookie: dana.cookieHeader });

    it('is no browser, whatever its origin, the console included', async () => {
      for (const origin of [CONSOLE, ...FOREIGN]) expect({ origin, status: await upgrade(origin) }).toEqual({ origin, status: 403 });
      expect(await upgrade()).toBe(101);
    });
  });

  it.each(['', 'latchkey.example', 'nonsense'])('is nobody where the installation does not know its own address: “%s”', async (publicUrl) => {
    await expect(startWebForTest({ publicUrl })).rejects.toThrow();
  });
});

describe.each(['https://screens.example', 'http://127.0.0.1:8081'])('R12 who may open a socket of a launch at %s', (pageUrl) => {
  let engine: Server;
  let page: Server;
  let sockets: LaunchSockets;
  let asked: number;
  const wires = new Set<Socket>();
  const binding = new LaunchCookies(pageUrl.startsWith('https:')).newBinding();
  const cookie = new LaunchCookies(pageUrl.startsWith('https:')).line(binding.hash, binding.value, 60).split(';')[0]!;
  /** Says yes to this browser, so that only the origin can be what refuses. */
  const verdicts = {
    launchOfBrowser: async (hash: string) => (hash === binding.hash ? { launchId: 'l', shareId: 's', path: '/p', mode: 'terminal' as const, asksFirst: false, live: true, idleMinutes: null, endsAt: new Date(Date.now() + 60_000) } : null),
    relayCookie: async () => (asked++, { remoteId: 'r', shareId: 's', launchId: 'l' }),
    launchActivity: () => undefined,
  } as unknown as EngineVerdicts;
  const surface = {
    contentSecurityPolicy: ["default-src 'none'"],
    page: () => null,
    pageSocket: () => ({ enginePath: '/x', mode: 'terminal', relayCookie: 'c', remoteId: 'r' }),
    redact: () => '',
  } as unknown as EngineSurface;

  beforeAll(async () => {
    engine = createServer().on('upgrade', (_, socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    await new Promise<void>((done) => engine.listen(0, '127.0.0.1', done));
    const pair = await generate([{ name: 'commonName', value: 'screens.example' }], { keySize: 2048 });
    sockets = new LaunchSockets(verdicts, surface, () => Date.now());
    page = createPageListener({
      enginePort: (engine.address() as AddressInfo).port, surface, verdicts, sockets, pageUrl, framedBy: [], log: () => undefined,
      tls: pageUrl.startsWith('https:') ? { cert: pair.cert, key: pair.private } : null,
    });
    await new Promise<void>((done) => page.listen(0, '127.0.0.1', done));
    for (const server of [page, engine]) server.on('connection', (wire) => wires.add(wire));
  });
  beforeEach(() => (asked = 0));
  afterAll(async () => {
    sockets.closeAll();
    for (const wire of wires) wire.destroy();
    for (const server of [page, engine]) await new Promise((done) => server.close(done));
  });
  const open = (options: { origin?: string; cookie?: string }) =>
    statusOf(`${pageUrl.split(':')[0]}://127.0.0.1:${(page.address() as AddressInfo).port}/x`, { upgrade: true, ...options });

  it('is the page of this very origin in the browser of the launch', async () => {
    expect(await open({ origin: pageUrl, cookie })).toBe(101);
  });

  it('is nobody without an origin, or from any other', async () => {
    const own = new URL(pageUrl);
    const others = [undefined, 'null', '', `${pageUrl}.evil.example`, `${own.protocol}//sub.${own.host}`, `${own.protocol}//${own.hostname}:1`, pageUrl.replace(/^http(s?)/, (_, s) => (s ? 'http' : 'https')), CONSOLE, `${pageUrl}/`, pageUrl.toUpperCase()];
    for (const origin of others) expect({ origin, status: await open({ ...(origin === undefined ? {} : { origin }), cookie }) }).toEqual({ origin, status: 404 });
    expect(asked).toBe(0);
  });

  it('is nobody without the cookie of the launch', async () => {
    expect(await open({ origin: pageUrl })).toBe(404);
    expect(await open({ origin: pageUrl, cookie: cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')) })).toBe(404);
  });
});
