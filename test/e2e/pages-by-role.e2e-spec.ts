import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, Page, Response } from 'playwright-core';
import { type Right, type Role, rightsOf, ROLES } from '../../src/accounts/index.js';
import { danaSetsUp } from '../personas/dana.js';
import { hired, STAFF } from '../personas/staff.js';
import type { BrowserSession } from '../support/browser-session.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { openBrowser } from '../support/headless-browser.js';
import { type OneOfEverything, oneOfEverything } from '../support/one-of-everything.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

jest.setTimeout(300_000);

interface RolePage {
  readonly path: string;
  /** One of these opens it; empty: everybody may. */
  readonly needs: readonly Right[];
  /** Stands in the navigation under this name. */
  readonly link?: string;
}

const pagesOver = ({ policies, packages, 'device-groups': groups, devices, rollouts }: OneOfEverything, instanceId: string): RolePage[] => [
  { path: '/', needs: [], link: 'Overview' },
  { path: '/devices', needs: [], link: 'Computers' },
  ...['summary', 'deployment', 'timeline', 'policy', 'sessions', 'inventory'].map((tab) => ({ path: `/devices?device=${devices}&tab=${tab}`, needs: [] })),
  { path: '/devices/identity', needs: ['devices.change'], link: 'Identity' },
  { path: '/device-groups', needs: ['policies.read'], link: 'Groups' },
  { path: '/device-groups/new', needs: ['policies.change'] },
  { path: `/device-groups/${groups}`, needs: ['policies.read'] },
  { path: '/policies', needs: ['policies.read'], link: 'Policies' },
  { path: '/policies/new', needs: ['policies.change'] },
  ...['settings', 'uses', 'versions'].map((tab): RolePage => ({ path: `/policies/${policies}?tab=${tab}`, needs: ['policies.read'] })),
  { path: '/packages', needs: ['policies.read'], link: 'Packages' },
  { path: '/packages?tab=sites', needs: ['policies.read'] },
  ...['policies', 'sites', 'exclusions', 'history'].map((tab): RolePage => ({ path: `/packages/${packages}?tab=${tab}`, needs: ['policies.read'] })),
  { path: '/policy-map', needs: ['policies.read'], link: 'Policy map' },
  { path: '/deployments', needs: ['devices.read'], link: 'Summary' },
  { path: '/deployments?tab=rollouts', needs: ['devices.read'] },
  { path: `/deployments/${rollouts}`, needs: ['policies.read'] },
  { path: '/causes', needs: ['devices.read'], link: 'Causes' },
  { path: '/time-to-launchable', needs: ['devices.read'], link: 'Time to launchable' },
  { path: '/approvals', needs: ['policies.change'], link: 'Approvals' },
  { path: '/sessions', needs: ['devices.launch', 'audit.read'], link: 'Sessions' },
  { path: '/sessions?show=history', needs: ['devices.launch', 'audit.read'] },
  { path: '/support', needs: ['support-sessions.host'], link: 'Support queue' },
  { path: '/support?show=ended', needs: ['support-sessions.host'] },
  { path: '/sites', needs: [], link: 'Clients & Sites' },
  { path: '/access-report', needs: ['access-report.read'], link: 'Access report' },
  { path: '/audit', needs: ['audit.read', 'audit.read-own-actions'], link: 'Audit log' },
  { path: '/settings/users', needs: ['users.manage'], link: 'Users' },
  { path: '/settings/security', needs: ['security.manage'], link: 'Security' },
  { path: '/settings/providers', needs: ['providers.read'], link: 'Providers' },
  { path: `/settings/providers/${instanceId}`, needs: ['providers.read'] },
  { path: '/settings/notifications', needs: ['notifications.manage'], link: 'Notifications' },
  { path: '/settings/help-widgets', needs: ['support-sessions.host', 'sites.change'], link: 'Help widgets' },
  { path: '/settings/locks', needs: ['policies.read'], link: 'Locks' },
  { path: '/settings/large-changes', needs: ['policies.read'], link: 'Large changes' },
  { path: '/status-catalogue', needs: [], link: 'Status catalogue' },
  { path: '/system', needs: ['security.manage'], link: 'System' },
  { path: '/account', needs: [] },
];

const REFUSAL = 'You may not see this';
/** What is not set up yet is not there: the page says so. */
const ABSENT = ['/identity-provider', '/break-glass'];

/** Each page for each role: what it is for, or that it is not for them and who can help; never a refusal that nobody explains. */
describe('every page of the console, to people of each role', () => {
  let web: WebUnderTest;
  let browser: Browser;
  let url: string;
  let dana: BrowserSession;
  let pages: RolePage[];
  let site: { clientIds: string[]; siteIds: string[] };

  beforeAll(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    web = await startWebForTest({ port, publicUrl: url, consoleDir: join(process.cwd(), 'console', 'dist') });
    dana = await danaSetsUp(web);
    const clientId = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    const siteId = (await dana.post('/sites', { clientId, name: 'High Street' })).body.id;
    const instanceId = randomUUID();
    await web.database.dataSource.query(`INSERT INTO provider_instance (id, kind, name, embedded, health) VALUES ($1, 'mesh-central', 'Embedded engine', true, 'reachable')`, [instanceId]);
    pages = pagesOver(await oneOfEverything(web, dana, instanceId, { name: 'brown', clientId, siteId }), instanceId);
    // Its plan holds only what scopes are judged by; nobody could be shown it.
    await web.database.dataSource.query('DELETE FROM approval');
    site = { clientIds: [clientId], siteIds: [] };
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const personOf = async (role: Role): Promise<BrowserSession> => {
    if (role === 'primary-super-admin') return dana;
    const [who] = Object.entries(STAFF).find(([, person]) => person.role === role) as [keyof typeof STAFF, unknown];
    return hired(web, dana, who, role === 'super-admin' ? {} : site);
  };

  it.each(ROLES)('%s', async (role) => {
    const person = await personOf(role);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', locale: 'en-GB' });
    try {
      const [name = '', value = ''] = person.cookieHeader.split(/=(.*)/s);
      await context.addCookies([{ name, value, url }]);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const troubles: string[] = [];
      const found: string[] = [];
      page.on('response', (answer) => isTrouble(answer) && troubles.push(`${answer.status()} ${answer.request().method()} ${new URL(answer.url()).pathname}`));
      // A refused answer is noted with its address already.
      page.on('console', (message) => message.type() === 'error' && !message.text().startsWith('Failed to load resource') && troubles.push(message.text()));
      page.on('pageerror', ({ message }) => troubles.push(message));
      const mayOpen = ({ needs }: RolePage) => needs.length === 0 || needs.some((right) => rightsOf(role).has(right));
      await page.goto(url);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      const links = (await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts()).map((text) => text.replace(/\s*\d+$/, '').trim());
      expect(links).toEqual(expect.arrayContaining(pages.filter((each) => each.link && mayOpen(each)).map(({ link }) => link)));
      expect(links.filter((link) => pages.some((each) => each.link === link && !mayOpen(each)))).toEqual([]);
      for (const each of pages) {
        await settled(page, each.path);
        const isRefused = await page.getByText(REFUSAL).first().isVisible();
        if (isRefused === mayOpen(each)) troubles.push(`${each.path} is ${isRefused ? 'refused' : 'shown'}`);
        if (isRefused && !(await page.getByText(/A Super Admin can/).first().isVisible())) troubles.push('nobody is named who can help');
        found.push(...troubles.splice(0).map((trouble) => `${each.path}: ${trouble}`));
      }
      expect(found).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

function isTrouble(answer: Response): boolean {
  return answer.status() >= 400 && !ABSENT.some((end) => answer.url().endsWith(end));
}

/** Goes there as a link of the console does, and waits until it shows something and asks for nothing more. */
async function settled(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`);
  await eventually(`${path} is there`, () => page.evaluate<boolean>(`location.pathname + location.search === ${JSON.stringify(path)} && document.querySelector('h1') !== null`), { withinMs: 20_000, everyMs: 20 });
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
  await page.getByLabel('Loading').first().waitFor({ state: 'detached' });
  // What it has asked for is answered: event streams apart, nothing is on its way.
  await page.waitForTimeout(120);
}
