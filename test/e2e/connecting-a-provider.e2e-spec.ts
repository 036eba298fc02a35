import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { followAwaySessions } from '../../src/support-sessions/index.js';
import { DANA, danaMayControl, danaSetsUp } from '../personas/dana.js';
import { type ConnectingCore, connectingCore } from '../support/connecting-core.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { makeReady } from '../support/ready-device.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { ScreenConnectScene } from '../support/screen-connect-scene.js';
import { smallFleet } from '../support/small-fleet.js';

jest.setTimeout(180_000);

const PICTURES = process.env['LATCHKEY_TEST_PICTURES'];

describe('a server that somebody else runs, connected in the console', () => {
  let web: WebUnderTest;
  let core: ConnectingCore;
  let scene: ScreenConnectScene;
  let browser: Browser;
  let page: Page;
  let url: string;
  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query<Record<string, unknown>[]>(text, values);

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    web = await startWebForTest({ port, publicUrl: url, consoleDir: join(process.cwd(), 'console', 'dist') });
    scene = await ScreenConnectScene.start();
    await danaMayControl(await danaSetsUp(web));
    core = await connectingCore(web);
    browser = await openBrowser();
    page = await (await browser.newContext({ viewport: { width: 1280, height: 1000 }, reducedMotion: 'reduce', ignoreHTTPSErrors: true })).newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('E-mail').fill(DANA.email);
    await page.getByLabel('Password', { exact: true }).fill(DANA.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await core?.close();
    await scene?.stop();
    await web?.close();
  });

  const look = async (name: string) => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  };

  it('is tried, told what is wrong with it, put right and saved; then it is reachable', async () => {
    await page.goto(`${url}/settings/providers`);
    await page.getByRole('button', { name: 'Add provider' }).click();
    const form = page.getByRole('dialog', { name: 'Add provider' });
    await form.getByLabel('Product').click();
    await page.getByRole('option', { name: 'ScreenConnect' }).click();
    await form.getByLabel('Name', { exact: true }).fill('Quay');
    await form.getByLabel('Address').fill(scene.base);
    await form.getByLabel('Secret', { exact: true }).fill('not-this-one');
    await form.getByLabel('Private hosts').fill('localhost');
    await form.getByLabel('Certificate authority').fill(scene.ca);
    await form.getByRole('button', { name: 'Test connection' }).click();
    await form.getByText('The server does not accept the secret of the extension.').waitFor();
    await form.getByText('Credentials rejected').waitFor();
    await form.getByRole('link', { name: 'RA-INS-03' }).waitFor();
    await look('provider-refused');
    await form.getByLabel('Secret', { exact: true }).fill(scene.double.switches.secret);
    await form.getByLabel('Roles ask for consent').click();
    await page.getByRole('option', { name: 'yes' }).click();
    await form.getByRole('button', { name: 'Test connection' }).click();
    await form.getByText('It answers').waitFor();
    await look('provider-answers');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Quay' }).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText('Reachable', { exact: true }).first().waitFor();
  });

  it('opens a computer at the server’s own page', async () => {
    const fleet = await smallFleet(web.database.dataSource, 1, { enabled: true, 'consent.mode': 'off' });
    await fleet.assign();
    const { remoteId } = await scene.device(scene.open(), { deviceId: fleet.deviceIds[0]! });
    const [{ id: instanceId }] = (await sql(`SELECT id FROM provider_instance WHERE name = 'Quay'`)) as [{ id: string }];
    await makeReady(web.database.dataSource, { ...fleet, instanceId });
    await sql('UPDATE deployment_evidence SET remote_id = $1, verified_remote_id = $1', remoteId);
    await sql(`INSERT INTO remote_endpoint (provider_instance_id, remote_id, device_id, connected) VALUES ($1, $2, $3, true) ON CONFLICT DO NOTHING`, instanceId, remoteId, fleet.deviceIds[0]);
    await sql('UPDATE device SET has_display = true');
    await page.goto(`${url}/launching/${fleet.deviceIds[0]!}?mode=desktop`);
    await page.waitForURL((to) => to.origin === scene.base);
    expect(page.url()).toBe(`${scene.base}/Host#Access///${remoteId}/Join`);
    expect(await page.evaluate('document.referrer')).toBe('');
    await page.goto(`${url}/sessions`);
    await page.getByText('At the provider', { exact: true }).waitFor();
    await look('session-away');
  });

  it('holds a support session, whose code and page are shown and whose guest is seen', async () => {
    await page.goto(`${url}/support`);
    await page.getByRole('button', { name: 'New session' }).first().click();
    const form = page.getByRole('dialog', { name: 'New session' });
    await form.getByLabel('Where').click();
    await page.getByRole('option', { name: 'At Quay' }).click();
    await form.getByLabel('Name').fill('Printer at the front desk');
    await look('support-away-form');
    await form.getByRole('button', { name: 'Make the session' }).click();
    const session = page.getByRole('region', { name: 'Session' });
    const code = await session.getByLabel('Code', { exact: true }).innerText();
    const there = scene.double.guests.byCode(code)!;
    expect(await session.getByRole('link', { name: 'Join at Quay' }).getAttribute('href')).toBe(`${scene.base}/Host#Support///${there.sessionId}/Join`);
    await session.getByText('Nobody is there yet.').waitFor();
    scene.double.guests.join(there, 'Grace');
    await sql(`UPDATE support_session SET followed_at = now() - interval '1 minute'`);
    await followAwaySessions(core.unit, (id) => core.instances.provider(id));
    await session.getByText('A guest is there and waits for you.').waitFor();
    await look('support-away');
    await session.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'End for everybody' }).click();
    await page.getByText('Quay cannot be told to end it').waitFor();
    await page.getByRole('button', { name: 'End the session' }).click();
    await page.getByText('The session has ended.').waitFor();
  });

  it('gets a new secret, gives hints, is switched off, and is kept while it is used', async () => {
    const [{ id }] = (await sql(`SELECT id FROM provider_instance WHERE name = 'Quay'`)) as [{ id: string }];
    scene.double.switches.secret = 'renewed-at-the-server';
    await page.goto(`${url}/settings/providers/${id}?tab=settings`);
    await page.getByLabel('Secret', { exact: true }).fill('renewed-at-the-server');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('It answers').waitFor();
    await page.getByRole('button', { name: 'Save connection' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'Make an address' }).click();
    await page.getByText('/provider-hints/').waitFor();
    await look('provider-connection');
    await page.getByRole('button', { name: 'Delete provider' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete Quay?' });
    expect(await dialog.getByRole('button', { name: 'Delete', exact: true }).isDisabled()).toBe(true);
    await dialog.getByLabel('Type “Quay”').fill('Quay');
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Used by').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('region', { name: 'Switching off' }).getByRole('switch').press('Space');
    await page.getByRole('button', { name: 'Switch it off' }).click();
    await page.getByText('Switched off', { exact: true }).waitFor();
    await eventually('core has let go of it', () => core.instances.provider(id) === null);
  });
});
