import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { danaSetsUp } from '../personas/dana.js';
import { hired } from '../personas/staff.js';
import type { BrowserSession } from '../support/browser-session.js';
import { chapters } from '../support/chapters.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { retargetAll } from '../support/retarget-all.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

jest.setTimeout(120_000);

const CONSOLE = join(__dirname, '../../console/dist');

/** Dana does in the browser what the article says, and sees before each step what it will do to her devices. */
describe('plan before apply, in the console', () => {
  let web: WebUnderTest;
  let browser: Browser;
  let dana: BrowserSession;
  let sal: BrowserSession;
  let core: UnitOfWork;
  let page: Page;
  const sites = { shop: '', hall: '', yard: '' };
  const chapter = chapters();

  const rows = <T>(sql: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(sql, values);
  const one = async <T>(sql: string, ...values: unknown[]): Promise<T> => (await rows<T>(sql, ...values))[0]!;
  const assignedTo = async (siteId: string) => (await one<{ n: number }>('SELECT count(*)::int AS n FROM assignment WHERE site_id = $1', siteId)).n;
  const settle = () => retargetAll(core);
  const enrol = (siteId: string, count: number, from = 1) =>
    rows(
      `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
       SELECT gen_random_uuid(), $1, gen_random_uuid()::text, gen_random_uuid()::text, 'pc ' || n, 'linux', 'x64' FROM generate_series($3::int, $3::int + $2::int - 1) AS n`,
      siteId, count, from,
    );

  async function windowOf(operator: BrowserSession): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(30_000);
    const [name = '', value = ''] = operator.cookieHeader.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: web.url }]);
    return context.newPage();
  }

  const plan = (): Locator => page.getByRole('dialog', { name: 'What this will do' });
  const count = (word: string): Locator => plan().getByRole('list', { name: 'Devices' }).getByRole('listitem').filter({ hasText: word });

  /** Tick the site, Assign Package, choose the package by its name; what is left is to press Assign. */
  async function chooseFor(siteName: string): Promise<Locator> {
    await page.goto(`${web.url}/packages?tab=sites`);
    await page.getByRole('checkbox', { name: `Select ${siteName}` }).check();
    await page.getByRole('button', { name: 'Assign Package' }).click();
    const dialog = page.getByRole('dialog', { name: 'Assign Package' });
    await dialog.getByRole('radio', { name: /Managed computers/ }).click();
    return dialog;
  }

  beforeAll(async () => {
    if (!existsSync(join(CONSOLE, 'index.html'))) throw new Error('The console is not built; run `npm run build` first.');
    const port = await freePort();
    [web, browser] = await Promise.all([startWebForTest({ consoleDir: CONSOLE, port, publicUrl: `http://127.0.0.1:${port}` }), openBrowser()]);
    core = new UnitOfWork(web.database.dataSource);
    dana = await danaSetsUp(web);
    sal = await hired(web, dana, 'sal');
    await rows(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded', true, 'reachable')`, randomUUID());
    const { id: clientId } = (await dana.post('/clients', { name: 'Riverside Dental' })).body;
    for (const [key, name, devices] of [['shop', 'Shop', 3], ['hall', 'Hall', 60], ['yard', 'Yard', 55]] as const) {
      sites[key] = (await dana.post('/sites', { clientId, name })).body.id;
      await enrol(sites[key], devices);
    }
    page = await windowOf(dana);
  });

  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  chapter('begins as the article does: Add Policy, Add Package', async () => {
    await page.goto(`${web.url}/policies/new`);
    await page.getByLabel('Name').fill('Standard access');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Standard access' }).waitFor();
    await page.goto(`${web.url}/packages`);
    await page.getByRole('button', { name: 'Add Package' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Add Package' });
    await dialog.getByLabel('Name').fill('Managed computers');
    await dialog.getByRole('checkbox', { name: 'Standard access' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Managed computers' }).waitFor();
  });

  chapter('says what assigning to a small site would do, shows it on request, and does it without further questions', async () => {
    const dialog = await chooseFor('Shop');
    await dialog.getByText('3 devices: 3 install').waitFor();
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await count('install').getByText('3', { exact: true }).waitFor();
    await plan().getByRole('link', { name: 'pc 1', exact: true }).waitFor();
    await plan().getByRole('button', { name: 'Close' }).last().click();
    expect(await assignedTo(sites.shop)).toBe(0);
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('Assigned to 1 site. 3 devices change.').waitFor();
    await settle();
    expect(await one(`SELECT count(*)::int AS n FROM deployment WHERE site_id = $1 AND desired = 'present' AND pending IS NULL`, sites.shop)).toEqual({ n: 3 });
    expect(await rows('SELECT 1 FROM rollout')).toEqual([]);
  });

  chapter('lets nobody assign to a large site without having typed how many devices change; Escape leaves everything as it was', async () => {
    const dialog = await chooseFor('Hall');
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await count('install').getByText('60', { exact: true }).waitFor();
    const assign = plan().getByRole('button', { name: 'Assign', exact: true });
    expect(await assign.isEnabled()).toBe(false);
    await plan().getByLabel('Type 60 to confirm').fill('59');
    expect(await assign.isEnabled()).toBe(false);
    await page.keyboard.press('Escape');
    await plan().waitFor({ state: 'detached' });
    expect(await dialog.getByRole('radio', { name: /Managed computers/ }).getAttribute('aria-checked')).toBe('true');
    expect(await assignedTo(sites.hall)).toBe(0);
  });

  chapter('shows the new plan when the old one has drifted before it was confirmed', async () => {
    const dialog = page.getByRole('dialog', { name: 'Assign Package' });
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await plan().getByLabel('Type 60 to confirm').fill('60');
    await enrol(sites.hall, 1, 61);
    await plan().getByRole('button', { name: 'Assign', exact: true }).click();
    await plan().getByText('Something has changed since this was planned').waitFor();
    await plan().getByLabel('Type 61 to confirm').waitFor();
    expect(await assignedTo(sites.hall)).toBe(0);
  });

  chapter('makes of the confirmed change a rollout, in the waves and the window that Dana chose', async () => {
    await plan().getByLabel('Type 61 to confirm').fill('61');
    await plan().getByRole('combobox', { name: 'Waves' }).click();
    await page.getByRole('option', { name: 'Custom' }).click();
    await plan().getByLabel('Sizes of the waves').fill('5, 50 %, 100 %');
    await plan().getByLabel('Watch each wave for').fill('5');
    await plan().getByRole('switch', { name: 'Only in a maintenance window' }).check();
    await plan().getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByText('61 devices follow in a rollout.').waitFor();
    expect(await assignedTo(sites.hall)).toBe(1);
    expect(await one('SELECT device_count, waves, soak_seconds, maintenance_window, requested_by_name FROM rollout')).toEqual({
      device_count: 61, waves: ['5', '50%', '100%'], soak_seconds: 300, requested_by_name: 'Dana Okafor',
      maintenance_window: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '05:00' },
    });
    await settle();
    expect(await one(`SELECT count(*)::int AS n FROM deployment WHERE site_id = $1 AND pending = 'present' AND rollout_id IS NOT NULL`, sites.hall)).toEqual({ n: 61 });
  });

  chapter('keeps what was typed into the policy when Dana looks at its plan and thinks better of it', async () => {
    await page.goto(`${web.url}/policies`);
    await page.getByRole('link', { name: 'Standard access' }).click();
    await page.getByLabel('Name').fill('Standard access, switched off');
    await page.getByRole('switch', { name: /^Enabled/ }).uncheck();
    await page.getByText('64 devices: 64 remove').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await count('remove').waitFor();
    await plan().getByText('RA-POL-02').waitFor();
    await plan().getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Standard access, switched off');
    expect(await one('SELECT name, enabled FROM policy')).toEqual({ name: 'Standard access', enabled: true });
  });

  chapter('shows what unassigning removes before it is done', async () => {
    await page.goto(`${web.url}/packages?tab=sites&q=Shop`);
    const unassign = page.getByRole('button', { name: 'Unassign Managed computers from Shop' });
    await unassign.click();
    await count('remove').getByText('3', { exact: true }).waitFor();
    await plan().getByRole('button', { name: 'Cancel' }).click();
    expect(await assignedTo(sites.shop)).toBe(1);
    await unassign.click();
    await plan().getByRole('button', { name: 'Unassign', exact: true }).click();
    await page.getByText('Unassigned. 3 devices change.').waitFor();
    expect(await assignedTo(sites.shop)).toBe(0);
  });

  describe('where the installation demands a second person', () => {
    let sals: Page;

    chapter('asks for one instead of doing it, and does not let Dana be that one', async () => {
      await rows('UPDATE installation SET needs_second_person = true');
      // Sal is no newcomer: whom Dana hired today could not be her second person.
      await rows(`UPDATE audit_entry SET at = at - interval '2 days' WHERE action = 'user.create'`);
      const dialog = await chooseFor('Yard');
      await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
      await plan().getByText('Needs a second person').waitFor();
      await plan().getByRole('combobox', { name: 'Waves' }).click();
      await page.getByRole('option', { name: /^Quick/ }).click();
      await plan().getByLabel('Type 55 to confirm').fill('55');
      await plan().getByRole('button', { name: 'Ask for approval' }).click();
      await plan().getByText('Waits for a second person').waitFor();
      await plan().getByRole('link', { name: 'Open in Approvals' }).click();
      await page.getByText('Somebody else has to decide').waitFor();
      expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
      expect(await assignedTo(sites.yard)).toBe(0);
    });

    chapter('tells Sal that something waits for him, in words and with its plan', async () => {
      sals = await windowOf(sal);
      await sals.goto(web.url);
      await sals.getByRole('link', { name: /Approvals.*1 to decide/ }).click();
      await sals.getByRole('link', { name: 'Assign the package “Managed computers” to “Yard”' }).click();
      await sals.getByRole('heading', { name: 'Assign the package “Managed computers” to “Yard”' }).waitFor();
      await sals.getByRole('list', { name: 'Devices' }).getByRole('listitem').filter({ hasText: 'install' }).getByText('55', { exact: true }).waitFor();
      await sals.getByText('In waves of 10, 100 %').waitFor();
    });

    chapter('carries it out when Sal approves, as Dana’s', async () => {
      await sals.getByLabel('Note').fill('Agreed by phone.');
      await sals.getByRole('button', { name: 'Approve' }).click();
      await sals.getByText('Approved', { exact: true }).waitFor();
      await sals.getByText('Agreed by phone.').waitFor();
      expect(await assignedTo(sites.yard)).toBe(1);
      expect(await one('SELECT device_count, requested_by_name FROM rollout ORDER BY created_at DESC LIMIT 1')).toEqual({ device_count: 55, requested_by_name: 'Dana Okafor' });
      expect(await one('SELECT state, decided_by_name FROM approval')).toEqual({ state: 'approved', decided_by_name: 'Sal Moreau' });
    });
  });
});
