import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { systemClock } from '../../src/platform/clock.js';
import { createEngineListeners, ENTRY_PATH, type EngineListeners } from '../../src/remote-access/engine-proxy/index.js';
import { sha256Hex } from '../../src/remote-access/engine-proxy/launch-cookies.js';
import { providerKind } from '../../src/remote-access/provider-registry.js';
import type { LaunchCourtesies, LaunchMode, MintedLaunch, RemoteAccessProvider, RemoteEndpoint } from '../../src/remote-access/provider.js';
import { type EmbeddedEngine, startEmbeddedEngine } from '../../src/remote-access/providers/mesh-central/index.js';
import { eventually, freePort } from '../support/over-the-wire.js';
import { RemoteAgents } from '../support/remote-agents.js';
import { TappedPort } from '../support/tapped-port.js';
import { VerdictsInMemory } from '../support/verdicts-in-memory.js';

/** What the engine's page asks for, by its own numbers. */
const TERMINAL = 1;
const DESKTOP = 2;
const FILES = 5;
const EVERY_OTHER_TERMINAL = [6, 8, 9];
const ONE_FILE = 10;
const QUIET: LaunchCourtesies = { prompt: false, notify: false, banner: false };
const SECRET = 'nobody’s business';
const onLinux = process.platform === 'linux' && process.arch === 'x64';

jest.setTimeout(60_000);

(onLinux ? describe : describe.skip)('what a real MeshCentral and a real remote agent refuse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-refusals-'));
  const agents = new RemoteAgents(folder);
  const endpoints = new Map<string, RemoteEndpoint>();
  const verdicts = new VerdictsInMemory();
  const planted = join(folder, 'payroll.txt');
  let engine: EmbeddedEngine;
  let tap: TappedPort;
  let listeners: EngineListeners;
  let provider: RemoteAccessProvider;
  let pageUrl: string;
  let remoteId: string;

  beforeAll(async () => {
    writeFileSync(planted, SECRET);
    const agentPort = await freePort();
    engine = await startEmbeddedEngine({
      engineDir: resolve(__dirname, '../../engine'),
      dataDir: join(folder, 'engine'),
      agentUrl: { host: '127.0.0.1', port: agentPort },
      log: () => undefined,
      onExit: () => undefined,
    });
    // The listeners believe that this is the engine, so that what it tells the remote agent can be read.
    tap = await TappedPort.before(engine.port);
    const pagePort = await freePort();
    pageUrl = `http://localhost:${pagePort}`;
    const kind = providerKind('mesh-central')!;
    listeners = await createEngineListeners({
      enginePort: tap.port,
      surface: kind.surface!,
      verdicts,
      page: { host: '127.0.0.1', port: pagePort, url: pageUrl },
      agent: { host: '127.0.0.1', port: agentPort, ...engine.agentTls },
      log: () => undefined,
    });
    const { engineDir, port, serviceUser, loginCookieKey } = { ...engine, engineDir: resolve(__dirname, '../../engine'), port: String(engine.port) };
    provider = verdicts.provider = kind.open(
      { mode: 'embedded', engineDir, port, serviceUser, loginCookieKey, agentHost: `127.0.0.1:${agentPort}` },
      { clock: systemClock, log: { info: () => undefined, warn: () => undefined } },
    );
    provider.observe({
      replaced: (all) => all.forEach((each) => endpoints.set(each.remoteId, each)),
      changed: (endpoint) => endpoints.set(endpoint.remoteId, endpoint),
      removed: (id) => endpoints.delete(id),
      lost: () => endpoints.clear(),
    });
    const remoteGroupId = await provider.ensureSite({ id: randomUUID(), name: 'Riverside' });
    const deploymentSecret = randomBytes(16).toString('hex');
    verdicts.secrets.set(sha256Hex(deploymentSecret), 'deployment');
    // The remote agent's end of a session is let through while any launch is live.
    verdicts.launches.set('some', { entry: 'never given', browserHash: null, launch: { launchId: 'some', shareId: '', path: '', mode: 'desktop', asksFirst: false, live: true, idleMinutes: null, endsAt: new Date(Date.now() + 3_600_000) } });
    await agents.run(provider, 'desk', { remoteGroupId, deploymentSecret }, provider.proofMark(randomUUID(), randomBytes(16).toString('hex')));
    remoteId = (await eventually('the device is connected', () => [...endpoints.values()].find(({ connected, mark }) => connected && mark !== null), 60_000)).remoteId;
    await eventually('its program is loaded', () => provider.endpointVersion(remoteId), 60_000);
  }, 120_000);

  afterAll(async () => {
    agents.stop();
    await provider?.close();
    await listeners?.close();
    tap?.close();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const mint = (mode: LaunchMode, courtesies = QUIET, viewOnly = false) =>
    provider.mintLaunch({ remoteId, mode, viewOnly, courtesies, expiresInMinutes: 10, guestName: 'Alice Tech' });

  /** The sealed cookie that the page of a share opens its sockets with. */
  async function relayCookieOf(share: MintedLaunch): Promise<string> {
    const page = await (await fetch(`http://127.0.0.1:${engine.port}${share.path}`)).text();
    return /authCookie = '([^']+)'/.exec(page)![1]!;
  }

  const tunnelsTold = () => tap.objects('{"action":"msg","type":"tunnel"');

  /** Opens what the page would open at the engine itself, past our listeners. */
  const tunnel = (cookie: string, protocol: number) => Tunnel.open(`ws://127.0.0.1:${engine.port}/ra/meshrelay.ashx?${relayQuery(cookie, protocol)}`);

  const relayQuery = (cookie: string, protocol: number) =>
    new URLSearchParams({ browser: '1', p: String(protocol), nodeid: remoteId, id: randomBytes(6).toString('hex'), auth: cookie });

  /** A launch that a browser of ours has entered, behind our listeners as everybody is. */
  async function entered(mode: LaunchMode, courtesies = QUIET, viewOnly = false) {
    const share = await mint(mode, courtesies, viewOnly);
    const [launchId, entry] = [randomUUID(), randomBytes(32).toString('base64url')];
    const launch = { launchId, shareId: share.shareId, path: share.path, mode, asksFirst: courtesies.prompt, live: true, idleMinutes: null, endsAt: share.expiresAt };
    verdicts.launches.set(launchId, { entry, browserHash: null, launch });
    const answer = await fetch(`${pageUrl}${ENTRY_PATH}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ value: entry }) });
    expect(answer.status).toBe(303);
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    const auth = await relayCookieOf(share);
    return {
      /** A socket as the page opens it. */
      open: (protocol: number) => Tunnel.open(`${pageUrl.replace('http', 'ws')}/ra/meshrelay.ashx?${relayQuery(auth, protocol)}`, { origin: pageUrl, headers: { cookie } }),
      /** A file as the page fetches it; an answer that does not come is none. */
      file: (path: string) =>
        fetch(`${pageUrl}/ra/devicefile.ashx?${new URLSearchParams({ c: auth, f: path })}`, { headers: { cookie }, signal: AbortSignal.timeout(15_000) }).then(async (got) => [got.status, await got.text()] as const),
    };
  }

  /** What the remote agent told the engine’s own log. */
  const agentLog = () =>
    readdirSync(join(folder, 'engine'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('meshcentral-events.db'))
      .map((file) => readFileSync(join(folder, 'engine', file), 'utf8'))
      .join('\n');
  const LISTING = `{"path":${JSON.stringify(folder)}`;
  const listing = () => JSON.stringify({ action: 'ls', reqid: 1, path: folder });

  it.each([
    ['terminal', TERMINAL, [1, 6, 8, 9], { notify: 2, prompt: 16, banner: 0 }],
    ['desktop', DESKTOP, [2], { notify: 1, prompt: 8, banner: 64 }],
    ['files', FILES, [5, 10], { notify: 4, prompt: 32, banner: 0 }],
  ] as const)('tells the remote agent that a launch is for %s alone, and whom to ask and what to show', async (mode, protocol, usages, flags) => {
    for (const asked of [[], ['notify'], ['prompt'], ['banner'], ['notify', 'prompt', 'banner']] as (keyof LaunchCourtesies)[][]) {
      const before = tunnelsTold().length;
      const open = await tunnel(await relayCookieOf(await mint(mode, { ...QUIET, ...Object.fromEntries(asked.map((each) => [each, true])) })), protocol);
      const told = await eventually('the remote agent is told', () => tunnelsTold()[before]);
      expect(told).toMatchObject({
        soptions: { usages, consentTitle: 'Latchkey', notifyTitle: 'Latchkey', consentTimeout: 60 },
        consent: asked.reduce((sum, each) => sum + flags[each], 0),
        guestname: 'Alice Tech',
      });
      open.close();
    }
  });

  it.each([
    ['desktop', [TERMINAL, ...EVERY_OTHER_TERMINAL, FILES, ONE_FILE]],
    ['terminal', [DESKTOP, FILES, ONE_FILE]],
    ['files', [DESKTOP, TERMINAL, ...EVERY_OTHER_TERMINAL]],
  ] as const)('opens no other session with the cookie of a launch for %s, whoever asks the engine itself', async (mode, others) => {
    const cookie = await relayCookieOf(await mint(mode));
    const before = tunnelsTold().length;
    for (const protocol of others) {
      const refused = await tunnel(cookie, protocol);
      await eventually('the engine closes it', () => refused.closed);
      expect([protocol, refused.messages]).toEqual([protocol, []]);
    }
    expect(tunnelsTold()).toHaveLength(before);
  });

  it('obeys nothing but a desktop in a session for a desktop, whatever is said in it', async () => {
    const [terminal, files] = [await tunnel(await relayCookieOf(await mint('terminal')), TERMINAL), await tunnel(await relayCookieOf(await mint('files')), FILES)];
    for (const control of [terminal, files]) await control.connected();
    terminal.say(String(TERMINAL));
    files.say(String(FILES));
    files.say(listing());
    await terminal.hears(/[#$] $/);
    await files.hears(LISTING);

    for (const other of [TERMINAL, ...EVERY_OTHER_TERMINAL, FILES, ONE_FILE]) {
      const desktop = await tunnel(await relayCookieOf(await mint('desktop')), DESKTOP);
      await desktop.connected();
      desktop.say(JSON.stringify({ type: 'options', file: planted }));
      desktop.say(String(other));
      desktop.say(listing());
      await sleep(1_000);
      expect([other, desktop.messages]).toEqual([other, ['c']]);
      desktop.close();
    }
    for (const control of [terminal, files]) control.close();
  });

  it('gives who may only watch rights by which the remote agent takes neither input, terminal nor files', async () => {
    const cookie = await relayCookieOf(await mint('desktop', QUIET, true));
    const before = tunnelsTold().length;
    (await tunnel(cookie, DESKTOP)).close();
    const { rights, username } = await eventually('the remote agent is told', () => tunnelsTold()[before]);
    const [VIEW_ONLY, NO_TERMINAL, NO_FILES] = [256, 512, 1024];
    expect({ username, refuses: Number(rights) & (VIEW_ONLY | NO_TERMINAL | NO_FILES) }).toEqual({ username: 'latchkey-viewer', refuses: VIEW_ONLY | NO_TERMINAL | NO_FILES });
    for (const protocol of [TERMINAL, FILES]) {
      const refused = await tunnel(cookie, protocol);
      await eventually('the engine closes it', () => refused.closed);
    }
  });

  it.each(['desktop', 'terminal'] as const)('hands out any file for a launch of a %s when the engine is asked itself; our listener does not', async (mode) => {
    const cookie = await relayCookieOf(await mint(mode));
    // Should the engine begin to refuse this by itself, our rule is still needed for older ones.
    const past = await fetch(`http://127.0.0.1:${engine.port}/ra/devicefile.ashx?${new URLSearchParams({ c: cookie, f: planted })}`, { signal: AbortSignal.timeout(15_000) });
    expect(await past.text()).toBe(SECRET);
    const launch = await entered(mode);
    expect((await launch.file(planted))[0]).toBe(404);
    const session = await launch.open(mode === 'desktop' ? DESKTOP : TERMINAL);
    await session.connected();
    expect((await launch.file(planted))[0]).toBe(404);
    session.close();
  });

  it('lets files be fetched in a session for files, as long as it is open', async () => {
    const launch = await entered('files');
    expect((await launch.file(planted))[0]).toBe(404);
    const session = await launch.open(FILES);
    await session.connected();
    session.say(String(FILES));
    session.say(listing());
    await session.hears(LISTING);
    expect(await launch.file(planted)).toEqual([200, SECRET]);
    session.close();
    await eventually('no file is handed out any more', async () => (await launch.file(planted))[0] === 404);
  });

  it('opens no socket of another kind through our listener', async () => {
    const launch = await entered('desktop');
    for (const protocol of [TERMINAL, ...EVERY_OTHER_TERMINAL, FILES, ONE_FILE]) expect((await launch.open(protocol)).messages).toEqual(['refused with 404']);
  });

  describe('where the person at the device is asked', () => {
    const ASKING = { prompt: true, notify: true, banner: true };

    it('opens no terminal before the answer', async () => {
      const asking = await tunnel(await relayCookieOf(await mint('terminal', ASKING)), TERMINAL);
      await asking.connected();
      asking.say(String(TERMINAL));
      asking.say('touch from-the-terminal\n');
      await asking.hears('Waiting for user to grant access...');
      await sleep(1_000);
      expect(asking.messages.filter((each) => each !== 'c' && !each.startsWith('{"ctrlChannel"'))).toEqual([]);
      asking.close();
    });

    it('shows the files of whoever asks at the same moment, when the engine is asked itself; our listener keeps the wish until the answer', async () => {
      const past = await tunnel(await relayCookieOf(await mint('files', ASKING)), FILES);
      await past.connected();
      past.say(String(FILES));
      past.say(listing());
      await past.hears(LISTING);
      expect(past.messages.join()).toContain('Waiting for user to grant access...');
      past.close();

      const launch = await entered('files', ASKING);
      const asking = await launch.open(FILES);
      await asking.connected();
      asking.say(String(FILES));
      asking.say(listing());
      await asking.hears('Waiting for user to grant access...');
      await sleep(2_000);
      expect(asking.messages.join()).not.toContain('"path"');
      expect((await launch.file(planted))[0]).toBe(404);
      asking.close();
    });
  });

  it.each([
    [true, 'Started remote files with toast notification'],
    [false, 'Started remote files without notification'],
  ])('is told by the remote agent whether it has said that somebody came: %s', async (notify, said) => {
    const before = agentLog().split(said).length;
    const session = await tunnel(await relayCookieOf(await mint('files', { ...QUIET, notify })), FILES);
    await session.connected();
    session.say(String(FILES));
    await eventually(`the log of the engine says “${said}”`, () => agentLog().split(said).length > before);
    session.close();
  });
});

/** A socket of a session, from the page’s side. */
class Tunnel {
  readonly messages: string[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(data.toString('latin1')));
    socket.on('unexpected-response', (_, answer) => {
      this.messages.push(`refused with ${answer.statusCode}`);
      socket.terminate();
    });
    socket.on('error', () => undefined);
  }

  static async open(url: string, options: WebSocket.ClientOptions = {}): Promise<Tunnel> {
    const tunnel = new Tunnel(new WebSocket(url, { perMessageDeflate: false, ...options }));
    await eventually('the socket opens or is refused', () => tunnel.socket.readyState !== WebSocket.CONNECTING);
    return tunnel;
  }

  /** Whether the other side has said good-bye; the engine does not always wait to be answered. */
  get closed(): boolean {
    return this.socket.readyState >= WebSocket.CLOSING;
  }

  /** Resolves when the remote agent is at the other end. */
  async connected(): Promise<void> {
    await this.hears(/^cr?$/);
  }

  async hears(what: string | RegExp): Promise<void> {
    await eventually(`“${String(what)}” is heard`, () => this.messages.some((each) => (typeof what === 'string' ? each.includes(what) : what.test(each))));
  }

  say(text: string): void {
    this.socket.send(text);
  }

  close(): void {
    this.socket.close();
  }
}
