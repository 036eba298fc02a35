import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DANA } from '../personas/dana.js';
import { ApiClient } from '../support/api-client.js';
import type { Answer } from '../support/browser-session.js';
import { chapters } from '../support/chapters.js';
import { ConsoleHands } from '../support/console-hands.js';
import { EndpointAgentProcess } from '../support/endpoint-agent-process.js';
import { eventually } from '../support/eventually.js';
import { openBrowser } from '../support/headless-browser.js';
import { RunningInstallation } from '../support/running-installation.js';
import { TerminalPage } from '../support/terminal-page.js';

jest.setTimeout(180_000);

/** The article's promise, from an empty database to a device that is as it was before; every part is the real one. */
describe('the whole story of the article', () => {
  let installation: RunningInstallation;
  let browser: Browser;
  let danasBrowser: BrowserContext;
  let console_: Page;
  let dana: ApiClient;
  let terminal: TerminalPage;
  const frontDesk = new EndpointAgentProcess('front-desk');
  const backOffice = new EndpointAgentProcess('back-office');
  let hands: ConsoleHands;
  let token: string;
  const tookMs: Record<string, number> = {};
  const chapter = chapters();

  const device = (agent: EndpointAgentProcess): Promise<Answer['body']> => dana.read(`/devices/${agent.deviceId}`);

  async function becomes(agent: EndpointAgentProcess, phase: string, withinMs = 60_000): Promise<Answer['body']> {
    let seen: Answer['body'];
    const look = async () => (seen = await device(agent)).deployment?.phase === phase && seen;
    return eventually(`the device is ${phase}`, look, { withinMs, lastSeen: () => ({ deployment: seen?.deployment, conditions: seen?.conditions }) });
  }

  async function timed(what: string, act: () => Promise<unknown>): Promise<void> {
    const began = Date.now();
    await act();
    tookMs[what] = Date.now() - began;
  }

  const remoteEndpoints = () => installation.rows<{ remote_id: string }>('SELECT remote_id FROM remote_endpoint');

  beforeAll(async () => {
    [installation, browser] = await Promise.all([RunningInstallation.start(), openBrowser()]);
    danasBrowser = await browser.newContext();
    danasBrowser.setDefaultTimeout(60_000);
    console_ = await danasBrowser.newPage();
    hands = new ConsoleHands(console_);
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all([frontDesk.stop(), backOffice.stop()]);
    await installation?.stop();
    process.stdout.write(`the story took, in ms: ${JSON.stringify(tookMs)}\n`);
  });

  chapter('begins with an empty installation, which Dana claims in the console with the code that the server printed', async () => {
    await console_.goto(installation.url);
    await console_.getByLabel('Claim code').fill(installation.claimCode!);
    await console_.getByLabel('Your name').fill(DANA.name);
    await console_.getByLabel('E-mail').fill(DANA.email);
    await console_.getByLabel('Password', { exact: false }).first().fill(DANA.password);
    await console_.getByRole('button', { name: 'Set up' }).click();
    await console_.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Set up Latchkey' }).waitFor();
    dana = await ApiClient.signedIn(installation.url, DANA);
    expect(await dana.read('/auth/me')).toMatchObject({ name: DANA.name, role: 'primary-super-admin' });
    expect((await dana.session.post('/setup', { claimCode: installation.claimCode, ...DANA })).status).toBe(404);
  });

  chapter('has what remote access should be like said in the console: a client and its site, a policy, and a package that holds it', async () => {
    await hands.addClientWithSite('Riverside Dental', 'Riverside HQ');
    await hands.addPolicy('Standard access', { 'Remote access': 'On', 'Notification balloon': 'Off' });
    await hands.addPackage('Managed computers', 'Standard access');
    const [policy] = (await dana.read('/policies')).items;
    expect(policy).toMatchObject({ category: 'devices', type: 'remote-access', enabled: true, settings: { enabled: true, 'visibility.balloon': false } });
    expect((await dana.read('/packages')).items).toMatchObject([{ name: 'Managed computers', entries: [{ policyName: 'Standard access' }] }]);
    expect((await dana.read('/sites')).items).toMatchObject([{ name: 'Riverside HQ', clientName: 'Riverside Dental', enabled: false }]);
  });

  chapter('lets a device in with the token in the install command of its site, and leaves it alone while no policy reaches it', async () => {
    const command = await hands.installCommand('Riverside HQ');
    expect(command).toContain(installation.url);
    token = /'(lke_[^']+)'/.exec(command)![1]!;
    expect(await frontDesk.enrol(installation.url, token)).toMatchObject({ exitCode: 0 });
    frontDesk.run();
    await dana.change(`/devices/${frontDesk.deviceId}`, { displayName: 'Front desk' });
    await eventually('the front desk is online', async () => (await device(frontDesk)).online === true);
    expect(await device(frontDesk)).toMatchObject({ name: 'Front desk', deployment: null, launchability: { allowed: false } });
    expect(frontDesk.remoteAgents).toEqual([]);
  });

  chapter('makes the device Ready once the package is assigned to its site: tick the site, Assign Package, choose, Assign', async () => {
    await timed('assign to Ready', async () => {
      await hands.assign('Managed computers', 'Riverside HQ');
      await becomes(frontDesk, 'READY');
    });
    expect(frontDesk.remoteAgents).toHaveLength(1);
    expect(await remoteEndpoints()).toHaveLength(1);
  });

  chapter('shows Dana why she cannot log in yet, and where: nobody gave her Allow Remote Control Access in Settings > Users > Edit User', async () => {
    expect((await device(frontDesk)).launchability).toMatchObject({ allowed: false, code: 'RA-LCH-02', fixUrl: '/settings/users' });
    await hands.readInLogInCard('Front desk', /Ready.*Log In is disabled.*RA-LCH-02.*Open Users/);
    await hands.allowRemoteControl(DANA.name);
    expect((await device(frontDesk)).launchability).toMatchObject({ allowed: true, code: null });
    await hands.readInLogInCard('Front desk', /Ready.*Log In.*Terminal/);
  });

  chapter('opens the terminal of the device from the Log In icon, and the device answers', async () => {
    await console_.goto(`${installation.url}/devices`);
    const icon = console_.locator('a[aria-label="Log In to Front desk"][href^="/launching/"]');
    await timed('Log In to an answer of the device', async () => {
      const [opened] = await Promise.all([danasBrowser.waitForEvent('page'), icon.click()]);
      await opened.waitForURL(/\/ra\/sharing/, { timeout: 60_000 });
      terminal = new TerminalPage(opened);
      await terminal.connect();
      await terminal.type('echo hello-$((40+2))\n');
      await terminal.shows(/hello-42/);
    });
    // Cookies do not know ports: another host name is what keeps the engine's page and the console apart.
    expect(new URL(terminal.page.url()).port).toBe(String(installation.enginePagePort));
    expect(new URL(terminal.page.url()).hostname).not.toBe(new URL(installation.url).hostname);
  });

  chapter('gives a pasted address nothing: one launch is one browser', async () => {
    const stranger = await browser.newContext();
    const pasted = await (await stranger.newPage()).goto(terminal.page.url());
    expect(pasted!.status()).toBe(404);
    await stranger.close();
  });

  chapter('cuts the session when the launch is revoked, and the page is gone', async () => {
    const [launch] = (await dana.read(`/launches?deviceId=${frontDesk.deviceId}`)).items;
    expect(launch).toMatchObject({ state: 'active', operatorName: DANA.name, mode: 'terminal' });
    await timed('revoke to cut', async () => {
      await dana.create(`/launches/${launch.id}/revoke`);
      await terminal.isCut();
    });
    expect((await terminal.page.goto(terminal.page.url()))!.status()).toBe(404);
    expect(await dana.read(`/launches/${launch.id}`)).toMatchObject({ state: 'ended', endReason: 'revoked' });
    await terminal.page.close();
  });

  chapter('makes a device that is enrolled later Ready without anyone acting', async () => {
    expect(await backOffice.enrol(installation.url, token)).toMatchObject({ exitCode: 0 });
    await timed('later device to Ready', async () => {
      backOffice.run();
      await becomes(backOffice, 'READY');
    });
    expect(await remoteEndpoints()).toHaveLength(2);
  });

  chapter('carries an edited policy to every device, which stays Ready', async () => {
    const before = await Promise.all([device(frontDesk), device(backOffice)]);
    await timed('policy edit to converged', async () => {
      await hands.changePolicy('Standard access', { 'Session banner': 'Off', 'Update the remote agent automatically': 'Off' });
      for (const [index, agent] of [frontDesk, backOffice].entries()) {
        const raised = async () => {
          const now = await device(agent);
          const configured = now.conditions.find(({ type }: { type: string }) => type === 'Configured');
          return BigInt(now.generation) > BigInt(before[index].generation) && configured.status === 'true' && configured.observedGeneration === now.generation;
        };
        await eventually('the device has the raised generation', raised);
        await becomes(agent, 'READY');
      }
    });
    expect(await remoteEndpoints()).toHaveLength(2);
  });

  chapter('leaves nothing behind on any device when the package is unassigned', async () => {
    await timed('unassign to removed', async () => {
      await hands.unassign('Managed computers', 'Riverside HQ');
      for (const agent of [frontDesk, backOffice]) await becomes(agent, 'REMOVED', 120_000);
    });
    expect([...frontDesk.remoteAgents, ...backOffice.remoteAgents]).toEqual([]);
    expect(await remoteEndpoints()).toEqual([]);
    expect([frontDesk.isRunning, backOffice.isRunning]).toEqual([true, true]);
    await sleep(2_000);
    expect(await remoteEndpoints()).toEqual([]);
    expect(installation.isAlive).toBe(true);
  });
});
