import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { systemClock } from '../../src/platform/clock.js';
import { createEngineListeners, ENTRY_PATH, type EngineListeners } from '../../src/remote-access/engine-proxy/index.js';
import { sha256Hex } from '../../src/remote-access/engine-proxy/launch-cookies.js';
import { providerKind } from '../../src/remote-access/provider-registry.js';
import type {
  LaunchRequest,
  MintedLaunch,
  RemoteAccessProvider,
  RemoteEndpoint,
} from '../../src/remote-access/provider.js';
import { LoginCookieCipher } from '../../src/remote-access/providers/mesh-central/login-cookie.js';
import { startEmbeddedEngine, type EmbeddedEngine } from '../../src/remote-access/providers/mesh-central/index.js';
import { eventually, freePort, statusOf } from '../support/over-the-wire.js';
import { RemoteAgents } from '../support/remote-agents.js';
import { VerdictsInMemory, type OpenedLaunch } from '../support/verdicts-in-memory.js';

/**
 * The adapter and the listeners against a real MeshCentral, a real MeshAgent and a real browser.
 */
const ENGINE_DIR = resolve(__dirname, '../../engine');
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const onLinux = process.platform === 'linux' && process.arch === 'x64';
const silent = { info: () => undefined, warn: () => undefined };

jest.setTimeout(60_000);

describe('the embedded engine, with a real remote agent and a real browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-engine-'));
  const site = { id: randomUUID(), name: 'Acme <b>Head Office</b>' };
  const deviceId = randomUUID();
  const secret = randomBytes(16).toString('hex');
  const nonce = randomBytes(16).toString('hex');
  const endpoints = new Map<string, RemoteEndpoint>();
  const verdicts = new VerdictsInMemory();
  const agents = new RemoteAgents(folder);
  let engine: EmbeddedEngine;
  let listeners: EngineListeners;
  let provider: RemoteAccessProvider;
  let groupId: string;
  let pageUrl: string;
  let browser: Browser;
  let remoteId: string;
  let firstStartMs: number;
  let exits = 0;
  let lost = 0;

  const openProvider = () =>
    providerKind('mesh-central')!.open(
      {
        mode: 'embedded',
        engineDir: ENGINE_DIR,
        port: String(engine.port),
        serviceUser: engine.serviceUser,
        loginCookieKey: engine.loginCookieKey,
        agentHost: `127.0.0.1:${listeners.agentPort}`,
      },
      { clock: systemClock, log: silent },
    );

  const start = (agentPort: number) =>
    startEmbeddedEngine({
      engineDir: ENGINE_DIR,
      dataDir: join(folder, 'engine'),
      agentUrl: { host: '127.0.0.1', port: agentPort },
      log: () => undefined,
      onExit: () => exits++,
    });

  const runRemoteAgent = (name: string, deploymentSecret: string, mark: string) =>
    agents.run(provider, name, { remoteGroupId: groupId, deploymentSecret }, mark);

  function register(minted: MintedLaunch, mode: LaunchRequest['mode'], endsAt = minted.expiresAt): OpenedLaunch {
    const launchId = randomUUID();
    const opened: OpenedLaunch = {
      entry: randomBytes(32).toString('base64url'),
      browserHash: null,
      launch: {
        launchId,
        shareId: minted.shareId,
        path: minted.path,
        mode,
        asksFirst: false,
        live: true,
        idleMinutes: mode === 'terminal' ? 15 : null,
        endsAt,
      },
    };
    verdicts.launches.set(launchId, opened);
    return opened;
  }

  const mint = (over: Partial<LaunchRequest> = {}) =>
    provider.mintLaunch({
      remoteId,
      mode: 'terminal',
      viewOnly: false,
      courtesies: { prompt: false, notify: false, banner: false },
      expiresInMinutes: 10,
      guestName: 'Alice Tech',
      ...over,
    });

  /** Enters as a browser does: by a form that the console's page posts. */
  async function enter(opened: OpenedLaunch): Promise<Page> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.setContent(
      `<form method="post" action="${pageUrl}${ENTRY_PATH}"><input name="value" value="${opened.entry}"></form>`,
    );
    await Promise.all([page.waitForURL(/\/ra\/sharing/), page.evaluate('document.forms[0].submit()')]);
    return page;
  }

  beforeAll(async () => {
    const [agentPort, pagePort] = [await freePort(), await freePort()];
    const began = Date.now();
    engine = await start(agentPort);
    firstStartMs = Date.now() - began;
    pageUrl = `http://localhost:${pagePort}`;
    listeners = await createEngineListeners({
      enginePort: engine.port,
      surface: providerKind('mesh-central')!.surface!,
      verdicts,
      page: { host: '127.0.0.1', port: pagePort, url: pageUrl },
      agent: { host: '127.0.0.1', port: agentPort, ...engine.agentTls },
      log: () => undefined,
      lookEveryMs: 200,
    });
    provider = verdicts.provider = openProvider();
    provider.observe({
      replaced: (all) => {
        endpoints.clear();
        for (const each of all) endpoints.set(each.remoteId, each);
      },
      changed: (endpoint) => endpoints.set(endpoint.remoteId, endpoint),
      removed: (id) => endpoints.delete(id),
      // Nothing is known any more until the next whole reading.
      lost: () => {
        lost++;
        endpoints.clear();
      },
    });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
  });

  afterAll(async () => {
    agents.stop();
    await browser?.close();
    await provider?.close();
    await listeners?.close();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes up soon the first time and says which version it is', async () => {
    // Seven seconds by itself; another story runs beside this one.
    expect(firstStartMs).toBeLessThan(30_000);
    expect(await provider.probe()).toMatchObject({ reachable: true, version: engine.version, floorVersion: '1.3.1' });
    expect(await engine.healthy()).toBe(true);
  });

  it('shows nobody its own pages, control socket or agent downloads', async () => {
    const paths = [
      '/',
      '/ra/',
      '/ra/login',
      '/ra/control.ashx',
      '/ra/meshagents?id=6',
      '/ra/meshsettings?id=x',
      '/ra/invite',
      '/ra/sharing?c=x',
    ];
    for (const path of paths) {
      expect([path, await statusOf(`${pageUrl}${path}`)]).toEqual([path, 404]);
      expect([path, await statusOf(`https://127.0.0.1:${listeners.agentPort}${path}`)]).toEqual([path, 404]);
      expect([path, await statusOf(`${pageUrl}${path}`, { upgrade: true, origin: pageUrl })]).toEqual([path, 404]);
    }
  });

  it('makes one group for a site, also when two ask at once, and renames it with the site', async () => {
    const ids = await Promise.all([provider.ensureSite(site), provider.ensureSite(site)]);
    groupId = ids[0];
    expect(ids[1]).toBe(groupId);
    expect(await provider.ensureSite({ ...site, name: 'Acme HQ' })).toBe(groupId);
    const configuration = await provider.installConfiguration({ remoteGroupId: groupId, deploymentSecret: secret });
    expect(configuration).toEqual({
      meshName: 'Acme HQ',
      meshId: expect.stringMatching(/^0x[0-9A-F]{96}$/),
      serverId: expect.stringMatching(/^[0-9A-F]{96}$/),
      meshServer: `wss://127.0.0.1:${listeners.agentPort}/${secret}/ra/agent.ashx`,
      domain: 'ra',
    });
  });

  it('hands out the vendor’s agent for every platform that it has, unmodified', async () => {
    const linux = (await provider.installerFor({ os: 'linux', arch: 'x64' }))!;
    expect(linux).toMatchObject({
      size: 3_749_328,
      format: 'executable',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await provider.installerFor({ os: 'windows', arch: 'x64' }))!.bytes.subarray(0, 2).toString()).toBe('MZ');
    expect(await provider.installerFor({ os: 'macos', arch: 'x86' })).toBeNull();
  });

  (onLinux ? describe : describe.skip)('with a device', () => {
    it('never hears of a remote agent that comes with a wrong secret', async () => {
      const stranger = await runRemoteAgent(
        'stranger',
        randomBytes(16).toString('hex'),
        provider.proofMark(randomUUID(), nonce),
      );
      await sleep(3_000);
      expect(endpoints.size).toBe(0);
      stranger.child.kill('SIGKILL');
      expect(await statusOf(`https://127.0.0.1:${listeners.agentPort}/ra/agent.ashx`, { upgrade: true })).toBe(404);
    });

    it('sees the device with its mark, as the node that the remote agent itself says it is', async () => {
      verdicts.secrets.set(sha256Hex(secret), 'deployment-1');
      const device = await runRemoteAgent('device', secret, provider.proofMark(deviceId, nonce));
      const seen = await eventually('the device is connected with its mark', () =>
        [...endpoints.values()].find((each) => each.connected && each.mark !== null),
      );
      remoteId = seen.remoteId;
      expect(provider.parseProofMark(seen.mark!)).toEqual({ deviceId, nonce });
      expect(seen).toMatchObject({ remoteGroupId: groupId, connectedAt: expect.any(Date) });
      const own = Buffer.from(await device.ownId(), 'hex')
        .toString('base64')
        .replaceAll('+', '@')
        .replaceAll('/', '$');
      expect(remoteId).toBe(`node/ra/${own}`);
      expect(verdicts.connected).toEqual(new Set(['deployment-1']));
    });

    it('is told the remote agent’s version by the agent itself', async () => {
      const version = await eventually('the remote agent answers', () => provider.endpointVersion(remoteId));
      expect(version).toMatch(/2022-/);
    });

    it('takes our name for the device, cleaned of markup', async () => {
      await provider.nameEndpoint(remoteId, 'Front desk <script>');
      await eventually('the new name', () => endpoints.get(remoteId)?.name === 'Front desk _script_');
    });

    it('survives junk relay cookies and answers them 404', async () => {
      const junk = randomBytes(90).toString('base64').replaceAll('+', '@').replaceAll('/', '$');
      const base = `https://127.0.0.1:${listeners.agentPort}`;
      const junkPaths = [
        `/ra/meshrelay.ashx?id=abcdefgh&rauth=${junk}`,
        `/devicefile.ashx?id=abcdefgh&rauth=${junk}`,
        '/ra/meshrelay.ashx?id=meshmessenger/x&rauth=',
      ];
      for (const path of junkPaths) {
        expect([path, await statusOf(base + path, { upgrade: true })]).toEqual([path, 404]);
      }
      expect(await engine.healthy()).toBe(true);
    });

    it('outlives a kill -9 of the engine: same data, same port, and the device is back by itself', async () => {
      const former = engine;
      process.kill(engine.pid, 'SIGKILL');
      await eventually('the launcher is told', () => exits === 1);
      await eventually('the loss is seen', () => lost > 0);
      const began = Date.now();
      engine = await start(listeners.agentPort);
      expect(Date.now() - began).toBeLessThan(15_000);
      expect(engine).toMatchObject({
        port: former.port,
        serviceUser: former.serviceUser,
        loginCookieKey: former.loginCookieKey,
        agentTls: former.agentTls,
      });
      await eventually('the device is back', () => endpoints.get(remoteId)?.connected, 30_000);
      expect(endpoints.size).toBe(1);
      expect(await provider.ensureSite({ ...site, name: 'Acme HQ' })).toBe(groupId);
    });

    it('gives a launch that may only watch to an account that cannot control', async () => {
      const share = await mint({ mode: 'desktop', viewOnly: true });
      const page = await (await fetch(`http://127.0.0.1:${engine.port}${share.path}`)).text();
      const cookie = /authCookie = '([^']+)'/.exec(page)![1]!;
      expect(provider.judgeRelayCookie(cookie, new Date())).toEqual({
        side: 'browser',
        remoteId,
        shareId: share.shareId,
      });
      expect(new LoginCookieCipher(engine.loginCookieKey).open(cookie)!.content).toMatchObject({
        userid: 'user/ra/latchkey-viewer',
        vo: 1,
        p: 2,
      });
      await provider.revokeLaunch(remoteId, share.shareId);
      await provider.revokeLaunch(remoteId, share.shareId);
      expect(await provider.openLaunches(remoteId)).toEqual([]);
    });

    it('opens a terminal for one browser, in which the device answers', async () => {
      const opened = register(await mint(), 'terminal');
      const page = await enter(opened);
      await page.getByRole('button', { name: 'Connect' }).first().click();
      await eventually('the session is open', () =>
        verdicts.activities.some(([id, each]) => id === opened.launch.launchId && each.kind === 'opened'),
      );
      await page.locator('.xterm-helper-textarea').waitFor({ state: 'attached' });
      const screen = () => page.evaluate<string>("document.querySelector('.xterm-rows')?.textContent ?? ''");
      await expectText(page, /[#$]/, screen);
      await page.locator('.xterm-helper-textarea').focus();
      await page.keyboard.type('echo hello-$((40+2))\n');
      await expectText(page, 'hello-42', screen);

      const url = page.url();
      const second = await (await browser.newContext()).newPage();
      expect((await second.goto(url))!.status()).toBe(404);
      expect(await statusOf(`${pageUrl}${ENTRY_PATH}`, { method: 'POST' })).toBe(404);
      expect((await page.reload())!.status()).toBe(200);

      await page.getByRole('button', { name: 'Connect' }).first().click();
      await eventually(
        'the second session',
        () =>
          verdicts.activities.filter(([id, each]) => id === opened.launch.launchId && each.kind === 'opened').length >=
          2,
      );
      const before = Date.now();
      opened.launch = { ...opened.launch, live: false };
      listeners.closeLaunch(opened.launch.launchId);
      await provider.revokeLaunch(remoteId, opened.launch.shareId);
      await eventually(
        'the session is cut',
        () => verdicts.activities.some(([, each]) => each.kind === 'closed' && each.why === 'revoked'),
        1_000,
      );
      expect(Date.now() - before).toBeLessThan(1_000);
      expect((await page.goto(url))!.status()).toBe(404);
      expect((await second.goto(url))!.status()).toBe(404);
      expect(await provider.openLaunches(remoteId)).toEqual([]);
      const bytes = verdicts.activities.flatMap(([id, each]) =>
        id === opened.launch.launchId && each.kind === 'bytes' ? [each.toBrowser] : [],
      );
      expect(bytes.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(50);
    });

    it('removes the device’s record, and the group only after it', async () => {
      await expect(provider.removeSite(groupId)).rejects.toMatchObject({ kind: 'rejected' });
      listeners.closeAgent('deployment-1');
      verdicts.secrets.clear();
      await eventually('the remote agent is gone', () => endpoints.get(remoteId)?.connected === false);
      await provider.removeEndpoint(remoteId);
      await provider.removeEndpoint(remoteId);
      await eventually('the record is gone', () => !endpoints.has(remoteId));
      await provider.removeSite(groupId);
      await provider.removeSite(groupId);
    });
  });
});

async function expectText(page: Page, text: string | RegExp, screen: () => Promise<string>): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100)) if ((await screen()).match(text)) return;
  throw new Error(`The terminal never showed ${text}: ${await screen()} ${await page.title()}`);
}
