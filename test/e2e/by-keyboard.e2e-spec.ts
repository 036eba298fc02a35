import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { DANA, danaMayControl, danaSetsUp } from '../personas/dana.js';
import { chapters } from '../support/chapters.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { Keyboard } from '../support/keyboard.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { enrolled } from '../support/small-fleet.js';

jest.setTimeout(120_000);

/** The main job without a mouse: nothing here clicks, hovers or fills. */
describe('somebody who has no mouse', () => {
  const chapter = chapters();
  let web: WebUnderTest;
  let browser: Browser;
  let page: Page;
  let keyboard: Keyboard;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    web = await startWebForTest({ port, publicUrl: url, consoleDir: join(process.cwd(), 'console', 'dist') });
    await danaMayControl(await danaSetsUp(web));
    browser = await openBrowser();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', locale: 'en-GB' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    keyboard = new Keyboard(page);
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const button = (name: string, within: Page | Locator = page) => within.getByRole('button', { name, exact: true });
  const dialog = (name: string) => page.getByRole('dialog', { name, exact: true });
  const field = (name: string, within: Page | Locator = page) => within.getByLabel(name, { exact: true });
  const goTo = async (name: string) => {
    await keyboard.press(page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }));
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const notLost = (what: string) => eventually(`${what}: something has the focus`, async () => !(await keyboard.isLost()), { withinMs: 3_000, everyMs: 50 });

  chapter('signs in', async () => {
    await page.goto(`${url}/sign-in`);
    await keyboard.type(field('E-mail'), DANA.email);
    await keyboard.type(field('Password'), DANA.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  chapter('skips to the page, past the navigation', async () => {
    await page.goto(url);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await keyboard.press(page.getByRole('link', { name: 'Skip to the page' }));
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  chapter('adds a client and its site, and is back at the button', async () => {
    await goTo('Clients & Sites');
    await keyboard.press(button('Add Client'));
    await keyboard.type(field('Name', dialog('Add Client')), 'Riverside Dental');
    await page.keyboard.press('Enter');
    await keyboard.type(field('Name', dialog('Add Site to Riverside Dental')), 'Riverside HQ');
    await page.keyboard.press('Enter');
    await button('Install agent at Riverside HQ').waitFor();
    await notLost('after the dialogs');
  });

  chapter('leaves a dialog with Escape and is where he was', async () => {
    await keyboard.press(button('Add Client'));
    await dialog('Add Client').waitFor();
    await page.keyboard.press('Escape');
    await dialog('Add Client').waitFor({ state: 'detached' });
    await eventually('the button has the focus again', () => keyboard.isAt(button('Add Client')), { withinMs: 3_000, everyMs: 50 });
  });

  chapter('adds a policy that turns remote access on', async () => {
    await goTo('Policies');
    await keyboard.press(page.getByRole('link', { name: 'Add Policy' }));
    await page.getByRole('heading', { level: 1, name: 'Add Policy' }).waitFor();
    await keyboard.type(field('Name'), 'Standard access');
    await keyboard.to(page.getByRole('radiogroup', { name: 'Remote access', exact: true }).locator('input:checked'));
    await page.keyboard.press('ArrowRight');
    await keyboard.press(button('Save'));
    await page.getByRole('link', { name: 'Standard access', exact: true }).waitFor();
  });

  chapter('puts it into a package', async () => {
    await goTo('Packages');
    await keyboard.press(button('Add Package'));
    await keyboard.type(field('Name', dialog('Add Package')), 'Managed computers');
    await keyboard.press(dialog('Add Package').getByRole('checkbox', { name: 'Standard access' }), 'Space');
    await keyboard.press(button('Save', dialog('Add Package')));
    await page.getByRole('link', { name: 'Managed computers', exact: true }).waitFor();
    await notLost('after the dialog');
  });

  chapter('assigns it to the site', async () => {
    await keyboard.to(page.getByRole('tab', { name: 'Policies' }).or(page.getByRole('tab', { selected: true })));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await keyboard.press(page.getByRole('checkbox', { name: 'Select Riverside HQ' }), 'Space');
    await keyboard.press(button('Assign Package'));
    await keyboard.press(dialog('Assign Package').getByRole('radio', { name: /^Managed computers/ }), 'Space');
    await keyboard.press(button('Assign', dialog('Assign Package')));
    await page.getByText('Assigned to 1 site.').first().waitFor();
  });

  chapter('finds the computer, reads why it cannot be opened yet, and opens its page', async () => {
    const [{ id }] = await web.database.dataSource.query<[{ id: string }]>('SELECT id FROM site');
    await enrolled(web.database.dataSource, id, 'front desk');
    await goTo('Computers');
    await page.getByRole('link', { name: 'Log In to front desk' }).waitFor();
    await keyboard.to(page.getByRole('link', { name: 'Log In to front desk' }));
    await page.getByRole('region', { name: 'Deployment status of front desk' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Deployment status of front desk' }).waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('front');
    await page.keyboard.press('Enter');
    await eventually('the address says what is looked for', () => page.url().includes('front'), { withinMs: 5_000, everyMs: 50 });
    await keyboard.to(page.getByRole('link', { name: 'Log In to front desk' }));
    await page.getByRole('region', { name: 'Deployment status of front desk' }).getByText(/RA-LCH-\d\d/).first().waitFor();
    await keyboard.press(page.getByRole('row', { name: /front desk/ }).getByRole('button', { name: 'front desk', exact: true }));
    await page.getByRole('heading', { name: 'front desk' }).waitFor();
    await page.keyboard.press('Escape');
    await eventually('the drawer is gone', () => !page.url().includes('device='), { withinMs: 5_000, everyMs: 50 });
  });
});
