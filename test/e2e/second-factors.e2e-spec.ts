import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';
import { DANA, danaSetsUp } from '../personas/dana.js';
import { IdentityProviderUnderTest } from '../fakes/identity-provider.js';
import type { BrowserSession } from '../support/browser-session.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

jest.setTimeout(120_000);

const PICTURES = process.env['LATCHKEY_TEST_PICTURES'];

describe('proving who one is, in a browser with an authenticator', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let url: string;
  const provider = new IdentityProviderUnderTest();
  /** What axe found on each page and dialog that was looked at. */
  const seen: [string, unknown[]][] = [];

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    await provider.start(`${url}/api/v1/auth/oidc/callback`);
    provider.people.set('tessa', { sub: 'tessa', email: 'tessa@northwind.example', name: 'Tessa Ito', groups: ['help-desk'], amr: ['mfa'] });
    web = await startWebForTest({ port, publicUrl: url, consoleDir: join(process.cwd(), 'console', 'dist') });
    dana = await danaSetsUp(web);
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(30_000);
    page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
  });
  afterAll(async () => {
    await browser.close();
    await web.close();
    await provider.stop();
  });

  const picture = async (name: string) => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  };
  /** For what no page shows by itself: dialogs in the middle of a ceremony. */
  const look = async (name: string) => {
    await picture(name);
    const { violations } = await new AxeBuilder({ page }).analyze();
    seen.push([name, violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])]);
  };
  const signIn = async (email: string = DANA.email, password: string = DANA.password) => {
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    const answered = page.waitForResponse((response) => response.url().endsWith('/auth/login') && response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    expect((await answered).status()).toBe(200);
  };
  const signOut = async () => {
    await page.getByRole('button', { name: /, account$/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').waitFor();
  };

  it('enrols a passkey with the password and hands out recovery codes', async () => {
    await signIn();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.goto(`${url}/account`);
    await page.getByText('None yet').waitFor();
    await picture('account-bare');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Laptop');
    await dialog.getByLabel('Your password').fill(DANA.password);
    await look('add-passkey');
    await dialog.getByRole('button', { name: 'Make a passkey' }).click();
    await dialog.getByText('Keep your recovery codes').waitFor();
    expect(await dialog.locator('code').count()).toBe(10);
    await look('recovery-codes');
    await dialog.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 of 10 recovery codes left').waitFor();
    await picture('account');
  });

  it('asks for it after the password, and lets in by it alone', async () => {
    await signOut();
    await picture('sign-in');
    await signIn();
    await page.getByRole('heading', { name: 'Second factor' }).waitFor();
    await look('second-factor');
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await signOut();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
  });

  it('asks once more for what is dangerous, for that act, and does it then', async () => {
    await page.goto(`${url}/settings/users`);
    await page.getByRole('button', { name: 'Add User' }).click();
    await page.getByLabel('Name').fill('Nora Quist');
    await page.getByLabel('E-mail').fill('nora@northwind.example');
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await dialog.waitFor();
    await look('step-up');
    await dialog.getByRole('button', { name: 'Use your passkey' }).click();
    await page.getByText('nora@northwind.example').waitFor();
  });

  it('does nothing when the question is closed', async () => {
    await page.goto(`${url}/settings/security`);
    await page.getByLabel('Passkeys only').click();
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).getByRole('button').first().click();
    await page.getByText('API-AUTH-03').first().waitFor();
    expect((await dana.get('/security-settings')).body.adminFactor).toBe('any');
    await picture('security');
  });

  it('invites by a link, at whose end a password is chosen and one is in', async () => {
    await page.goto(`${url}/settings/users`);
    await page.getByRole('button', { name: 'Edit Nora Quist' }).click();
    await page.getByRole('button', { name: 'Invite by link' }).click();
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).getByRole('button', { name: 'Use your passkey' }).click();
    const link = await page.getByRole('dialog', { name: 'Invitation for Nora Quist' }).locator('pre').textContent();
    await picture('invited');
    const hers = await browser.newContext();
    const nora = await hers.newPage();
    await nora.goto(link!);
    await nora.getByLabel('Password', { exact: true }).fill('meadow-copper-window');
    await nora.getByLabel('Once more').fill('meadow-copper-window');
    if (PICTURES) await nora.screenshot({ path: join(PICTURES, 'invitation.png') });
    await nora.getByRole('button', { name: 'Go on' }).click();
    await nora.getByRole('heading', { name: 'Overview' }).waitFor();
    await hers.close();
  });

  it('sets up single sign-on, by which somebody with a mapped group gets in', async () => {
    await page.goto(`${url}/settings/security`);
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Northwind Login');
    await page.getByLabel('Issuer').fill(provider.issuer);
    await page.getByLabel('Client ID').fill(provider.clientId);
    await page.getByLabel('Client secret').fill(provider.clientSecret);
    await page.getByRole('button', { name: 'Add a group' }).click();
    await page.getByLabel('Name of group 1').fill('help-desk');
    await page.getByText('Everything', { exact: true }).click();
    await look('edit-provider');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).getByRole('button', { name: 'Use your passkey' }).click();
    await page.getByText('help-desk → Technician').waitFor();
    await picture('single-sign-on');
    const hers = await browser.newContext();
    const tessa = await hers.newPage();
    await tessa.goto(`${url}/sign-in`);
    provider.present = 'tessa';
    await tessa.getByRole('link', { name: 'Sign in with Northwind Login' }).click();
    await tessa.getByRole('heading', { name: 'Overview' }).waitFor();
    await hers.close();
  });

  it('makes a key for a program, shown once', async () => {
    await page.goto(`${url}/account`);
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Reports');
    await page.getByRole('combobox', { name: 'May' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'devices.read' }).click();
    await page.keyboard.press('Escape');
    await picture('new-key');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).getByRole('button', { name: 'Use your passkey' }).click();
    const key = await page.getByText(/^lk_[0-9a-f]{32}_/).textContent();
    const answer = await fetch(`${url}/api/v1/devices`, { headers: { authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Revoke Reports' }).click();
    await page.getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText('No keys').waitFor();
  });

  it('shows nothing that somebody could not read or reach', () => {
    expect(seen.length).toBe(5);
    expect(seen.filter(([, violations]) => violations.length > 0)).toEqual([]);
  });
});
