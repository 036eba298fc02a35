import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

jest.setTimeout(120_000);

const PASSWORD = 'gravel-lantern-otter';
const PICTURES = process.env['LATCHKEY_TEST_PICTURES'];

/** A browser without a desktop shows no notification, and plays to nobody: what the page hands over to both is written down here. */
const DESKTOP = `
  window.asked = 0;
  window.shown = [];
  window.notes = 0;
  window.Notification = class {
    static permission = 'default';
    static async requestPermission() {
      window.asked += 1;
      return (this.permission = 'granted');
    }
    constructor(title, { body, tag }) {
      window.latest = this;
      window.shown.push({ title, body, tag });
    }
    close() {}
  };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.notes += 1;
    return start.apply(this, when);
  };`;

interface Desktop {
  readonly asked: number;
  readonly notes: number;
  readonly shown: readonly { readonly title: string; readonly body: string }[];
}

describe('a host who looks elsewhere while a guest arrives', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let browser: Browser;
  let url: string;
  let host: Page;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    web = await startWebForTest({ port, publicUrl: url, consoleDir: join(process.cwd(), 'console', 'dist') });
    dana = await danaSetsUp(web);
    await dana.post('/users', { email: 'tess@northwind.example', name: 'Tess', role: 'technician', password: PASSWORD, allowRemoteControl: true, scope: { all: true } });
    browser = await openBrowser();
    const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', viewport: { width: 1440, height: 900 } });
    host = await context.newPage();
    host.setDefaultTimeout(20_000);
    await host.addInitScript(DESKTOP);
    await host.goto(`${url}/sign-in`);
    await host.getByLabel('E-mail').fill('tess@northwind.example');
    await host.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await host.getByRole('button', { name: 'Sign in', exact: true }).click();
    await host.getByRole('heading', { name: 'Overview' }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const desktop = () => host.evaluate<Desktop>('({ asked, notes, shown })');

  async function makeSession(name: string): Promise<string> {
    await host.getByRole('button', { name: 'New session' }).first().click();
    const dialog = host.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Make the session' }).click();
    await host.getByRole('heading', { name }).waitFor();
    return (await host.getByLabel('Code', { exact: true }).textContent()) ?? '';
  }

  const guestJoins = async (code: string, name: string) => {
    const answer = await fetch(`${url}/guest/v1/join`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, name }) });
    expect(answer.ok).toBe(true);
  };

  it('is asked for nothing and told nothing before he has said yes', async () => {
    await host.goto(`${url}/support`);
    await guestJoins(await makeSession('Quiet'), 'Maria');
    await host.getByRole('list', { name: 'Open sessions' }).getByText('Maria', { exact: false }).first().waitFor();
    expect(await desktop()).toMatchObject({ asked: 0, notes: 0, shown: [] });
  });

  it('is told once, with a sound, of whoever arrives from then on, and led to him by a click', async () => {
    const code = await makeSession('Printer');
    await host.getByLabel('Tell me who waits, by notification and sound').click();
    await host.getByText('You are told by notification and sound who waits.').waitFor();
    if (PICTURES) await host.screenshot({ path: join(PICTURES, 'support-alerts.png') });
    expect((await new AxeBuilder({ page: host }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    const { asked, notes, shown } = await desktop();
    expect({ asked, shown }).toEqual({ asked: 1, shown: [] });

    await host.getByRole('link', { name: 'Overview' }).first().click();
    await host.getByRole('heading', { name: 'Overview' }).waitFor();
    await guestJoins(code, 'Otto');
    await eventually('the notification is shown', async () => (await desktop()).shown.length > 0);
    const told = await desktop();
    expect(told.shown).toMatchObject([{ title: 'Otto waits to be let in', body: 'Printer' }]);
    expect(told.notes).toBeGreaterThan(notes);

    await host.evaluate('latest.onclick()');
    await host.getByRole('heading', { name: 'Printer' }).waitFor();
    await host.getByRole('button', { name: 'Admit', exact: true }).click();
    await host.getByRole('button', { name: 'Admit', exact: true }).waitFor({ state: 'detached' });
    expect((await desktop()).shown).toHaveLength(1);
  });

  it('keeps his choice in this browser without asking again', async () => {
    await host.reload();
    await host.getByRole('heading', { name: 'Support queue' }).waitFor();
    expect(await host.getByLabel('Tell me who waits, by notification and sound').isChecked()).toBe(true);
    expect(await desktop()).toMatchObject({ asked: 0, notes: 0, shown: [] });
  });
});
