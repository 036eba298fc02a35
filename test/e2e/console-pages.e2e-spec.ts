import { AxeBuilder } from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { danaAt, riversideDental } from '../personas/riverside-dental.js';
import { AgentOnTheWire, type Conversation } from '../support/agent-on-the-wire.js';
import { ApiClient } from '../support/api-client.js';
import { consolePages, type ConsolePage } from '../support/console-pages.js';
import { ConsoleWindow, LOOKS, type Look } from '../support/console-window.js';
import { copied, reImaged } from '../support/doubtful-devices.js';
import { eventually } from '../support/eventually.js';
import { openBrowser } from '../support/headless-browser.js';
import { failingDevices } from '../support/failing-devices.js';
import { largeChanges } from '../support/large-changes.js';
import { leavingClient } from '../support/leaving-client.js';
import { RunningInstallation } from '../support/running-installation.js';

jest.setTimeout(600_000);

const ROUTER = join(__dirname, '../../console/src/app/router.tsx');

/** The code that the browser has asked for, as many bytes as came over the wire. */
const SIZES_OF_SCRIPTS = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).map(({ encodedBodySize }) => encodedBodySize)`;
const SET_UP: ConsolePage = { name: 'set-up', path: '/set-up', shows: 'Claim code', isSignedOut: true };
const SIZES = LOOKS.filter(({ scheme }) => scheme === 'light');

/** Everybody can use every page, by day and by night, at a desk and on a telephone. */
describe('every page of the console', () => {
  let installation: RunningInstallation;
  let browser: Browser;
  let nobody: ApiClient;

  /** What is wrong with the pages at one size, as sentences; nothing where nothing is. */
  async function faults(pages: readonly ConsolePage[], operator: ApiClient, size: Look): Promise<string[]> {
    const window = await ConsoleWindow.open(browser, installation.url, operator, size);
    const found: string[] = [];
    for (const page of pages) {
      await window.visit(page);
      for (const scheme of ['light', 'dark'] as const) {
        await window.turn(scheme);
        const { violations } = await new AxeBuilder({ page: window.page })
          .setLegacyMode()
          .options({ resultTypes: ['violations'] })
          .analyze();
        for (const { id, nodes } of violations)
          found.push(
            `${page.name}, ${scheme}: ${id} ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join('; ')}`,
          );
      }
      const [content, room] = await window.page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      if (content > room) found.push(`${page.name}: is ${content} px wide where there are ${room}`);
      for (const complaint of window.complaints.splice(0)) found.push(`${page.name}: ${complaint}`);
    }
    await window.close();
    return found;
  }

  beforeAll(async () => {
    [installation, browser] = await Promise.all([RunningInstallation.start(), openBrowser()]);
    nobody = new ApiClient(installation.url);
  });

  afterAll(async () => {
    await browser?.close();
    await installation?.stop();
  });

  it.each(SIZES)('shuts nobody out before anybody has claimed the installation: $width px', async (size) => {
    expect(await faults([SET_UP], nobody, size)).toEqual([]);
  });

  describe('of an installation in use', () => {
    let dana: ApiClient;
    let pages: ConsolePage[];
    let online: Conversation;

    beforeAll(async () => {
      dana = await danaAt(installation);
      const { siteId, packageId, policyId, token, clientId } = await riversideDental(dana);
      const annex = await dana.create('/sites', { clientId, name: 'Riverside Annex' });
      const { token: annexToken } = await dana.create('/enrolment-tokens', { siteId: annex.id });
      await dana.create('/users', {
        name: 'Theo Brandt',
        email: 'theo@northwind.example',
        role: 'technician',
        password: 'gravel-lantern-otter',
        scope: { clientIds: [clientId] },
      });
      await leavingClient(installation.url, dana);
      await failingDevices(installation, dana, clientId);
      await dana.create('/device-groups', { name: 'Linux', filter: 'os:linux' });
      await largeChanges(installation, dana, { siteId: annex.id, packageId, policyId });
      await dana.create('/assignments', { packageId, siteIds: [siteId] });
      const [frontDesk, backOffice] = [
        new AgentOnTheWire(installation.url, { hostname: 'front-desk' }),
        new AgentOnTheWire(installation.url, { hostname: 'back-office' }),
      ];
      const [laptop, kiosk] = [
        new AgentOnTheWire(installation.url, { hostname: 'laptop' }),
        new AgentOnTheWire(installation.url, { hostname: 'kiosk' }),
      ];
      for (const agent of [frontDesk, backOffice, laptop, kiosk]) await agent.enrol(token);
      await reImaged(installation.url, laptop, annexToken);
      await copied(installation.url, kiosk, token);
      online = await frontDesk.knockAtGateway();
      await frontDesk.introduce(online, installation.url);
      await eventually('one is online and both of the site wait for their remote agent', async () => {
        const { items } = await dana.read('/devices');
        const waiting = items.filter(({ deployment }: { deployment: unknown }) => deployment !== null);
        return waiting.length >= 2 && items.some(({ online }: { online: boolean }) => online);
      });
      pages = await consolePages(dana);
      await eventually('the version of the engine is known', async () => (await engine()).engineVersion !== null);
    });

    afterAll(() => online?.vanish());

    const engine = async () => (await dana.read('/provider-instances')).items[0];

    it('is among those that are looked at: the router knows no address that is left out here', () => {
      const addresses = [...readFileSync(ROUTER, 'utf8').matchAll(/\bpath: '([^']+)'/g)].map(([, path]) => path!);
      expect(addresses.length).toBeGreaterThan(10);
      const asPattern = (address: string) =>
        new RegExp(`^${address.replace(/\$\w+/g, '[^/?]+').replace(/\$$/, '.+')}(\\?|$)`);
      expect(
        addresses.filter((address) => ![SET_UP, ...pages].some(({ path }) => asPattern(address).test(path))),
      ).toEqual([]);
    });

    it('shows the computers to somebody who comes for the first time after at most 300 KB of compressed code', async () => {
      const window = await ConsoleWindow.open(browser, installation.url, dana, SIZES[0]!);
      await window.visit(pages.find(({ name }) => name === 'computers')!);
      const sizes = await window.page.evaluate<number[]>(SIZES_OF_SCRIPTS);
      await window.close();
      const total = sizes.reduce((sum, size) => sum + size, 0);
      process.stdout.write(
        `the first load of the console is ${Math.round(total / 1024)} KB of compressed code in ${sizes.length} files\n`,
      );
      expect(total).toBeGreaterThan(100 * 1024);
      expect(total).toBeLessThanOrEqual(300 * 1024);
    });

    it('R41 warns in red while the engine is below its floor, and nothing closes the warning', async () => {
      const window = await ConsoleWindow.open(browser, installation.url, dana, SIZES[0]!);
      const banner = window.page.getByRole('region', { name: 'Security warnings' });
      const { belowFloor } = await engine();
      for (const page of pages.filter(({ first, isSignedOut }) => !first && !isSignedOut)) {
        await window.visit(page);
        // A drawer takes everything behind it out of reach, also for those who read with their ears.
        const inReach = page.path.includes('device=')
          ? window.page.locator('[aria-label="Security warnings"]')
          : banner;
        expect([page.name, await inReach.count()]).toEqual([page.name, belowFloor ? 1 : 0]);
        expect(await inReach.getByRole('button').count()).toBe(0);
      }
      await window.close();
    });

    it.each(SIZES)(
      'has nothing that shuts people out, nothing that sticks out, and no error: $width px',
      async (size) => {
        expect(await faults(pages, dana, size)).toEqual([]);
      },
    );
  });
});
