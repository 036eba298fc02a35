import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { chapters } from '../support/chapters.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

jest.setTimeout(120_000);

const CONSOLE = join(__dirname, '../../console/dist');
const PICTURES = process.env['LATCHKEY_TEST_PICTURES'];
const FLEET = 5_000;

/** Dana works through five thousand computers: finds, scrolls, ticks, changes and takes back, and the list stays where she is. */
describe('the list of computers', () => {
  let web: WebUnderTest;
  let browser: Browser;
  let dana: BrowserSession;
  let page: Page;
  let clientId: string;
  const sites = { north: '', south: '' };
  const chapter = chapters();

  const rows = <T>(sql: string, ...values: unknown[]): Promise<T[]> => web.database.dataSource.query(sql, values);
  const tagged = async (tag: string) => (await rows<{ n: number }>('SELECT count(*)::int AS n FROM device WHERE $1 = ANY(tags)', tag))[0]!.n;
  const windowOf = async (width = 1440, height = 900, scheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce', hasTouch: width < 768 });
    context.setDefaultTimeout(30_000);
    const [name = '', value = ''] = dana.cookieHeader.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: web.url }]);
    return context.newPage();
  };
  const picture = async (name: string, of: Page = page): Promise<void> => {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await of.screenshot({ path: join(PICTURES, `${name}.png`) });
  };
  const table = (): Locator => page.getByRole('table', { name: 'Computers' });
  const tick = (name: string): Locator => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
  const bar = (): Locator => page.getByRole('region', { name: 'Selected computers' });
  const results = (): Locator => page.getByRole('dialog', { name: 'What became of them' });

  beforeAll(async () => {
    if (!existsSync(join(CONSOLE, 'index.html'))) throw new Error('The console is not built; run `npm run build` first.');
    const port = await freePort();
    [web, browser] = await Promise.all([startWebForTest({ consoleDir: CONSOLE, port, publicUrl: `http://127.0.0.1:${port}` }), openBrowser()]);
    dana = await danaSetsUp(web);
    clientId = (await dana.post('/clients', { name: 'Riverside Dental' })).body.id;
    for (const key of ['north', 'south'] as const) sites[key] = (await dana.post('/sites', { clientId, name: key === 'north' ? 'North' : 'South' })).body.id;
    await rows(
      `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, os_version, arch, agent_version, last_user, tags, enrolled_at)
       SELECT gen_random_uuid(), CASE WHEN n <= 40 THEN $2::uuid ELSE $1::uuid END, gen_random_uuid()::text, gen_random_uuid()::text, 'pc-' || lpad(n::text, 5, '0'),
              (ARRAY['windows', 'macos', 'linux'])[n % 3 + 1], (ARRAY['Windows 11 Pro 10.0.22631', '15.2', 'Debian GNU/Linux 13'])[n % 3 + 1], 'x64', '1.' || n % 12 || '.0',
              'user' || n % 90, CASE WHEN n % 50 = 0 THEN '{vip}'::text[] ELSE '{}' END, now() - n * interval '1 hour'
         FROM generate_series(1, ${FLEET}) AS n`,
      sites.north, sites.south,
    );
    await rows(`INSERT INTO device_presence (device_id, online, last_seen_at, offline_since) SELECT id, substr(hostname, 4)::int % 4 > 0, now(), CASE WHEN substr(hostname, 4)::int % 4 = 0 THEN now() - interval '40 days' END FROM device`);
    await rows(`UPDATE device_presence SET last_seen_at = offline_since WHERE NOT online`);
    await rows('ANALYZE device, device_presence');
    page = await windowOf();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  chapter('scrolls through all of them without ever holding more than those in sight', async () => {
    await page.goto(`${web.url}/devices`);
    await table().getByRole('row').nth(12).waitFor();
    await picture('list-light-1440');
    expect(await table().getAttribute('aria-rowcount')).toBe(String(FLEET + 1));
    await page.evaluate(`(async () => {
      const scroller = document.querySelector('[role=table]').parentElement;
      for (let step = 0; step < 400 && !document.querySelector('[aria-rowindex="${FLEET + 1}"]'); step++) {
        scroller.scrollTop = scroller.scrollHeight;
        await new Promise((done) => setTimeout(done, 60));
      }
    })()`);
    await tick('pc-05000').waitFor();
    expect(await table().getByRole('row').count()).toBeLessThan(60);
  });

  chapter('is searched by words that quick filters type, with how many there are', async () => {
    // Silence of forty days stays what it is, whatever becomes of connections that no gateway holds.
    const stale = page.getByRole('group', { name: 'Quick filters' }).getByRole('button', { name: /^Stale/ });
    await stale.filter({ hasText: '1,250' }).click();
    await page.waitForURL(/q=seen/);
    await page.getByText('1,250 computers', { exact: true }).waitFor();
    expect(await page.getByRole('list', { name: 'What is searched for' }).innerText()).toContain('seen:>30d');
    await stale.click();
    await page.getByText('5,000 computers', { exact: true }).waitFor();
  });

  chapter('is gone through by keys, and ranges are ticked with Shift', async () => {
    await page.locator('h1').click();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Shift+X');
    await bar().getByText('3 computers selected').waitFor();
    await tick('pc-00010').click({ modifiers: ['Shift'] });
    await bar().getByText('10 computers selected').waitFor();
    await picture('selected-light-1440');
    await page.keyboard.press('Escape');
    await bar().waitFor({ state: 'detached' });
  });

  chapter('takes what is done to all that match, says what became of each, and takes it back', async () => {
    await page.getByRole('combobox', { name: 'Search computers' }).or(page.getByRole('searchbox', { name: 'Search computers' })).fill('os:windows ');
    // What the box offers lies over the list until one leaves it.
    await page.locator('h1').click();
    await page.getByText('1,666 computers', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Select all that match' }).check();
    await tick('pc-00003').uncheck();
    await bar().getByText('1,665 computers selected').waitFor();
    await bar().getByRole('button', { name: 'Change tags' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the tags of 1,665 computers' });
    await dialog.getByLabel('Add').fill('patched');
    await page.keyboard.press('Enter');
    await dialog.getByText('1,665 computers of 1,665 will be tagged.').waitFor();
    await picture('bulk-light-1440');
    await dialog.getByRole('button', { name: 'Change tags', exact: true }).click();
    await results().getByText('1,665 computers tagged').waitFor();
    expect(await tagged('patched')).toBe(1_665);
    await picture('results-light-1440');
    await results().getByRole('button', { name: 'Undo' }).click();
    await results().getByText('1,665 computers as before again').waitFor();
    expect(await tagged('patched')).toBe(0);
    await results().getByRole('button', { name: 'Close' }).last().click();
  });

  chapter('keeps its columns and views for her, wherever she signs in', async () => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Enrolled' }).check();
    await page.getByRole('button', { name: 'Move Enrolled to the left' }).click();
    await page.getByText('Compact').click();
    await picture('columns-light-1440');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save as a view' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save as a view' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Windows');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'What to do with the view Windows' }).click();
    await page.getByRole('menuitem', { name: 'Make it the default' }).click();
    await page.getByRole('img', { name: 'Default' }).or(page.getByLabel('Default')).first().waitFor();
    await eventuallyKept(() => rows(`SELECT 1 FROM list_settings WHERE density = 'compact' AND default_view_id IS NOT NULL`));

    const elsewhere = await windowOf();
    await elsewhere.goto(`${web.url}/devices`);
    await elsewhere.getByRole('columnheader', { name: /^Enrolled/ }).waitFor();
    await elsewhere.waitForURL(/view=/);
    await elsewhere.getByText('1,666 computers', { exact: true }).waitFor();
    await elsewhere.context().close();
  });

  chapter('looks at one site, in the address, also on the other pages', async () => {
    await page.getByRole('button', { name: 'All computers' }).click();
    await page.getByRole('button', { name: 'Showing All clients' }).click();
    await page.getByRole('option', { name: 'South' }).click();
    await page.getByText('40 computers', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('40 computers', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.waitForURL(new RegExp(`siteId=${sites.south}`));
    await page.getByRole('link', { name: /^40\s+Computers/ }).waitFor();
  });

  chapter('shows what changes at once, and what comes when she wants it', async () => {
    await page.goto(`${web.url}/devices?siteId=${sites.south}`);
    await tick('pc-00001').check();
    const { id } = (await rows<{ id: string }>(`SELECT id FROM device WHERE hostname = 'pc-00002'`))[0]!;
    await dana.patch(`/devices/${id}`, { displayName: 'pc-00002 renamed' });
    await page.getByRole('button', { name: 'pc-00002 renamed' }).waitFor();

    const fresh = randomUUID();
    await rows(`INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch) VALUES ($1, $2, 'fresh', 'fresh', 'aaa-fresh', 'linux', 'x64')`, fresh, sites.south);
    await rows(`SELECT pg_notify('latchkey_changed', json_build_object('kind', 'device', 'id', $1::text, 'siteId', $2::text)::text)`, fresh, sites.south);
    await page.getByRole('button', { name: 'New data' }).waitFor();
    expect(await tick('aaa-fresh').count()).toBe(0);
    expect(await tick('pc-00001').isChecked()).toBe(true);
    await picture('new-data-light-1440');
    await page.getByRole('button', { name: 'New data' }).click();
    await tick('aaa-fresh').waitFor();
  });

  it.each([
    { width: 1440, height: 900, scheme: 'dark' },
    { width: 390, height: 844, scheme: 'light' },
    { width: 390, height: 844, scheme: 'dark' },
    { width: 2560, height: 1300, scheme: 'light' },
  ] as const)('can be used by everybody at $width px, $scheme', async ({ width, height, scheme }) => {
    const other = await windowOf(width, height, scheme);
    await other.goto(`${web.url}/devices?clientId=${clientId}`);
    await other.getByRole('checkbox', { name: 'Select pc-00003', exact: true }).waitFor();
    await picture(`list-${scheme}-${width}`, other);
    await other.getByRole('checkbox', { name: 'Select pc-00003', exact: true }).check();
    await picture(`selected-${scheme}-${width}`, other);
    const { violations } = await new AxeBuilder({ page: other }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`)).toEqual([]);
    await other.context().close();
  });

  async function eventuallyKept(look: () => Promise<unknown[]>): Promise<void> {
    for (let tries = 0; tries < 50 && (await look()).length === 0; tries++) await page.waitForTimeout(100);
    expect(await look()).toHaveLength(1);
  }
});
