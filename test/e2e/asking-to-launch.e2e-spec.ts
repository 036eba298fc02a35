import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import { danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { makeReady } from '../support/ready-device.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { smallFleet, type SmallFleet } from '../support/small-fleet.js';

jest.setTimeout(120_000);

const PASSWORD = 'gravel-lantern-otter';
const PICTURES = process.env['LATCHKEY_TEST_PICTURES'];

describe('opening a device of which the policy says that somebody has to be asked', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let browser: Browser;
  let url: string;
  let fleet: SmallFleet;
  let tess: Page;
  let theo: Page;
  const sql = (text: string, ...values: unknown[]) => web.database.dataSource.query<Record<string, unknown>[]>(text, values);

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    web = await startWebForTest({ port, publicUrl: url, consoleDir: join(process.cwd(), 'console', 'dist') });
    dana = await danaSetsUp(web);
    fleet = await smallFleet(web.database.dataSource, 1, { enabled: true, 'session.approval': 'second-person', 'session.joinReason': 'required' });
    await fleet.assign();
    await makeReady(web.database.dataSource, fleet);
    // However long people think about it, the device stays connected to a gateway that lives.
    await sql(
      `WITH alive AS (INSERT INTO gateway (id, seen_at) VALUES (gen_random_uuid(), now() + interval '1 hour') RETURNING id)
       UPDATE device_presence SET gateway_id = alive.id, connection_id = gen_random_uuid() FROM alive`,
    );
    browser = await openBrowser();
    tess = await signedIn('Tess');
    theo = await signedIn('Theo');
  });
  afterAll(async () => {
    await browser.close();
    await web.close();
  });

  async function signedIn(name: string): Promise<Page> {
    const email = `${name.toLowerCase()}@northwind.example`;
    await dana.post('/users', { email, name, role: 'technician', password: PASSWORD, allowRemoteControl: true, scope: { all: true } });
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    return page;
  }

  const look = async (page: Page, name: string) => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  };

  it('asks why, then whom, and goes on by itself when a colleague allows it on whatever page he is', async () => {
    await tess.goto(`${url}/launching/${fleet.deviceIds[0]}?mode=terminal`);
    await tess.getByLabel('Reason or ticket number').fill('The printer is stuck');
    await tess.getByRole('button', { name: 'Open' }).click();
    await tess.getByText('The policy wants a second person to agree first.').waitFor();
    await look(tess, 'ask-first');
    await tess.getByRole('button', { name: 'Ask' }).click();
    await tess.getByText('This page goes on by itself').waitFor();
    const question = theo.getByRole('alert').filter({ hasText: 'Tess asks to open front desk 1' });
    await question.waitFor();
    expect(await question.textContent()).toContain('The printer is stuck');
    await look(theo, 'question');
    await question.getByRole('button', { name: 'Allow' }).click();
    await question.waitFor({ state: 'detached' });
    // There is no engine in this installation: the page that says so is the one beyond the gate.
    await tess.getByText('RA-INS-01').waitFor();
    expect(await sql(`SELECT reason FROM launch`)).toEqual([{ reason: 'The printer is stuck' }]);
  });

  it('says so when a colleague says no', async () => {
    await sql(`DELETE FROM launch_permission`);
    await tess.goto(`${url}/launching/${fleet.deviceIds[0]}?mode=files`);
    await tess.getByLabel('Reason or ticket number').fill('Logs');
    await tess.getByRole('button', { name: 'Open' }).click();
    await tess.getByRole('button', { name: 'Ask' }).click();
    await theo.getByRole('alert').getByRole('button', { name: 'Refuse' }).click();
    await tess.getByText('Theo said no.').waitFor();
  });
});
