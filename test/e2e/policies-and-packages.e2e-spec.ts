import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { danaSetsUp } from '../personas/dana.js';
import { hired } from '../personas/staff.js';
import { AgentOnTheWire } from '../support/agent-on-the-wire.js';
import type { BrowserSession } from '../support/browser-session.js';
import { chapters } from '../support/chapters.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { publishServerKeys } from '../support/published-server-keys.js';
import { makeReady } from '../support/ready-device.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

jest.setTimeout(120_000);

const CONSOLE = join(__dirname, '../../console/dist');
/** An endpoint agent that the server can hand out. */
const BUILD = { platform: 'linux-x64', file: 'latchkey-agent-linux-x64', sha256: 'a'.repeat(64), size: 1 };
const PICTURES = process.env['LATCHKEY_TEST_PICTURES'];

/** Dana sets the installation up with the guide, and later finds out what reaches what, and why. */
describe('policies and packages, in the console', () => {
  let web: WebUnderTest;
  let browser: Browser;
  let dana: BrowserSession;
  let page: Page;
  let agent: AgentOnTheWire;
  let agentDir: string;
  const chapter = chapters();

  const rows = <T>(sql: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(sql, values);
  const step = (title: string): Locator => page.getByRole('region', { name: title });
  const first = async (path: string) => (await dana.get(path)).body.items[0];

  async function windowOf(operator: BrowserSession): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(60_000);
    const [name = '', value = ''] = operator.cookieHeader.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: web.url }]);
    return context.newPage();
  }

  /** Takes what is on the screen as it is by day, by night and on a telephone. */
  async function picture(name: string): Promise<void> {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    for (const [colorScheme, width] of [['light', 1440], ['dark', 1440], ['light', 390]] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}-${width}.png`) });
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  beforeAll(async () => {
    if (!existsSync(join(CONSOLE, 'index.html'))) throw new Error('The console is not built; run `npm run build` first.');
    agentDir = mkdtempSync(join(tmpdir(), 'latchkey-agents-'));
    writeFileSync(join(agentDir, 'manifest.json'), JSON.stringify({ files: [BUILD] }));
    const port = await freePort();
    [web, browser] = await Promise.all([startWebForTest({ consoleDir: CONSOLE, agentDir, port, publicUrl: `http://127.0.0.1:${port}` }), openBrowser()]);
    dana = await danaSetsUp(web);
    await publishServerKeys(web.database.dataSource);
    await rows(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded engine', true, 'reachable')`, randomUUID());
    page = await windowOf(dana);
    agent = new AgentOnTheWire(web.url, { hostname: 'front-desk' });
  });

  afterAll(async () => {
    await browser?.close();
    await web?.close();
    rmSync(agentDir, { recursive: true, force: true });
  });

  chapter('begins with what protects Dana and what sends mail, both of which can wait, and shows that the provider is there', async () => {
    await page.goto(`${web.url}/first-run`);
    await step('Protect your account').getByRole('button', { name: 'Skip for now' }).waitFor();
    await picture('first-run-factor');
    await step('Protect your account').getByRole('button', { name: 'Skip for now' }).click();
    await step('Send e-mail').getByLabel('Host').waitFor();
    await page.reload();
    await step('Send e-mail').getByRole('button', { name: 'Skip for now' }).click();
    // The provider is reachable, so that the next thing to do is another one; it can be looked at all the same.
    await step('Add a client and its first site').waitFor();
    await page.getByRole('button', { name: /Check the provider/ }).click();
    await step('Check the provider').getByText('Reachable').waitFor();
    await picture('first-run-provider');
  });

  chapter('goes on to a client with a site, a policy in a package on that site, and the line for the first device', async () => {
    await step('Check the provider').getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Client', { exact: true }).fill('Riverside Dental');
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.getByText('Riverside Dental › Head office').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('radiogroup', { name: 'Notification balloon' }).getByText('Off', { exact: true }).click();
    await picture('first-run-policy');
    await page.getByRole('button', { name: 'Save and assign' }).click();
    await page.getByText('“Managed computers” is assigned to Head office').waitFor();
    expect(await first('/policies')).toMatchObject({ name: 'Standard access', settings: { enabled: true, 'visibility.balloon': false } });
    expect(await first('/sites')).toMatchObject({ name: 'Head office', enabled: true });
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Make the command' }).click();
    await page.getByLabel('Install command').waitFor();
    await picture('first-run-install');
  });

  chapter('shows the first device by itself as it comes, and that it is Ready', async () => {
    await page.getByRole('button', { name: /Watch the first device become Ready/ }).click();
    await page.getByText('Waiting for the first device').waitFor();
    const { id: siteId } = await first('/sites');
    await agent.enrol((await dana.post('/enrolment-tokens', { siteId })).body.token);
    // As the gateway tells it of a device that has connected.
    const told = () => rows(`SELECT pg_notify('latchkey_changed', json_build_object('kind', 'device', 'id', $1::text, 'siteId', $2::text)::text)`, agent.deviceId, siteId);
    await told();
    await page.getByRole('link', { name: 'front-desk', exact: true }).waitFor();
    const { id: instanceId } = await first('/provider-instances');
    await makeReady(web.database.dataSource, { instanceId, siteId, deviceIds: [agent.deviceId] });
    await told();
    await page.getByText('front-desk is Ready').waitFor();
    await picture('first-run-ready');
    await page.getByRole('link', { name: 'To the computers' }).waitFor();
  });

  chapter('tells somebody who sets nothing up that others do', async () => {
    const theos = await windowOf(await hired(web, dana, 'theo', { all: true }));
    await theos.goto(`${web.url}/first-run`);
    await theos.getByText('Others set this installation up').waitFor();
    await theos.context().close();
  });

  chapter('marks in a policy what is not saved, shows it alone, and does not lose it to a click elsewhere', async () => {
    const { id } = await first('/policies');
    await page.goto(`${web.url}/policies/${id}`);
    await page.getByRole('radiogroup', { name: 'Notify on connect' }).getByText('On', { exact: true }).click();
    await page.getByText('Changed (1)').click();
    await page.getByText('Was: Not configured').waitFor();
    expect(await page.getByRole('radiogroup', { name: 'Notification balloon' }).count()).toBe(0);
    await picture('policy-changed');
    const leave = page.getByRole('dialog', { name: 'Leave without saving?' });
    await page.getByRole('tab', { name: 'Used in' }).click();
    await leave.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Saved\./).waitFor();
    expect((await first('/policies')).settings).toMatchObject({ 'visibility.notifyOnConnect': true });
  });

  chapter('says where the policy is used, down to how the devices stand, and draws it', async () => {
    await page.getByRole('tab', { name: 'Used in' }).click();
    const held = page.getByRole('region', { name: 'Package Managed computers' });
    await held.getByText('1 of 1 ready').waitFor();
    await picture('policy-uses');
    await dana.post('/policies', { category: 'devices', type: 'remote-access', name: 'Not used', settings: {} });
    await page.goto(`${web.url}/policy-map`);
    const map = page.getByRole('region', { name: 'Policy map' });
    for (const name of ['Standard access', 'Managed computers', 'Head office', 'Not used']) await map.getByRole('link', { name, exact: true }).waitFor();
    await picture('policy-map');
    await page.getByText('List', { exact: true }).click();
    await page.getByRole('region', { name: 'In no package' }).getByRole('link', { name: 'Not used' }).waitFor();
    await picture('policy-map-list');
  });

  chapter('tells why a device has a value, who was not heard, and leads to the very setting', async () => {
    const policy = await first('/policies?q=Standard');
    const strict = (await dana.post('/policies', { category: 'devices', type: 'remote-access', name: 'Strict', settings: { 'consent.mode': 'always', 'session.concurrency': 'join' } })).body;
    const wanted = { ...policy.settings, 'consent.mode': 'never', 'session.concurrency': 'exclusive' };
    await dana.put(`/policies/${policy.id}`, { name: policy.name, enabled: true, settings: wanted }, { 'if-match': '*' });
    const { id: packageId } = await first('/packages');
    await dana.put(`/packages/${packageId}`, { name: 'Managed computers', entries: [{ policyId: policy.id }, { policyId: strict.id }] }, { 'if-match': '*' });
    await page.goto(`${web.url}/devices?device=${agent.deviceId}&tab=policy`);
    await page.getByRole('button', { name: /^Why Ask the user for consent is Always/ }).click();
    await page.getByText('Several say something about it, and the strictest holds.').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Never' }).getByRole('link', { name: 'Standard access' }).waitFor();
    await picture('effective-policy');
    await page.getByRole('link', { name: 'Strict' }).first().click();
    await page.locator('[id="setting-consent.mode"][data-wanted]').waitFor();
    expect(new URL(page.url()).searchParams.get('setting')).toBe('consent.mode');
  });

  chapter('keeps what a package contained, compares it, and brings it back with its plan', async () => {
    const { id } = await first('/packages');
    await page.goto(`${web.url}/packages/${id}?tab=history`);
    await page.getByRole('article', { name: 'Version 2' }).getByText('Strict').waitFor();
    const before = page.getByRole('article', { name: 'Version 1' });
    await before.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('dialog', { name: 'Compare versions' }).getByText('Added:').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await picture('package-history');
    await before.getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('dialog', { name: 'What this will do' }).getByRole('button', { name: 'Restore' }).click();
    await page.getByRole('article', { name: 'Version 3' }).waitFor();
    expect((await first('/packages')).entries).toMatchObject([{ policyName: 'Standard access' }]);
  });

  chapter('makes the install command for any site, also as a QR code, and revokes its token', async () => {
    await page.goto(`${web.url}/devices`);
    await page.getByRole('link', { name: 'Install agent' }).click();
    const dialog = page.getByRole('dialog', { name: /^Install agent/ });
    await dialog.getByRole('combobox', { name: 'Client' }).click();
    await page.getByRole('option', { name: 'Riverside Dental' }).click();
    await page.getByRole('dialog', { name: 'Install agent · Head office' }).waitFor();
    await dialog.getByRole('button', { name: 'Make the command' }).click();
    await dialog.getByRole('button', { name: 'QR code' }).click();
    await dialog.getByRole('img', { name: 'QR code of the install command' }).waitFor();
    await picture('install-agent');
    await dialog.getByRole('button', { name: 'Revoke' }).first().click();
    await dialog.getByText('Revoked', { exact: true }).waitFor();
  });
});
