import axe from 'axe-core';
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

jest.setTimeout(1_200_000);

const ROUTER = join(__dirname, '../../console/src/app/router.tsx');

/** The code that the browser has asked for, as many bytes as came over the wire. */
const SIZES_OF_SCRIPTS = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).map(({ encodedBodySize }) => encodedBodySize)`;
const SET_UP: ConsolePage = { name: 'set-up', path: '/set-up', shows: 'Claim code', isSignedOut: true };
const DESK_WIDTH = 768;
const BY_DAY = { scheme: 'light', rules: null } as const;
/** By night nothing but colours is another, on a telephone as at a desk: all other rules have been held against the page by day. */
const BY_NIGHT = { scheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] } as const;
/** What axe, which the page holds by now, finds against it, as sentences. */
const violations = (rules: readonly string[] | null) => `axe.run({ resultTypes: ['violations'], ...(${JSON.stringify(rules)} && { runOnly: ${JSON.stringify(rules)} }) }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ target, failureSummary }) => target.join(' ') + ' (' + failureSummary + ')').join('; ')))`;
const SIZES = LOOKS.filter(({ scheme }) => scheme === 'light');

/** Everybody can use every page, by day and by night, at a desk and on a telephone. */
describe('every page of the console', () => {
  let installation: RunningInstallation;
  let browser: Browser;
  let nobody: ApiClient;
  let isBelowFloor = false;

  /** What is wrong with the pages at one size, as sentences; nothing where nothing is. */
  async function faults(pages: readonly ConsolePage[], operator: ApiClient, size: Look, language?: string): Promise<string[]> {
    const window = await ConsoleWindow.open(browser, installation.url, operator, size, language);
    const found: string[] = [];
    for (const page of pages) {
      try {
        await window.visit(page);
      } catch (error) {
        // Said as what is wrong with this page, so that the others are judged all the same.
        found.push(`${page.name}: never showed what it is for (${String(error)}) ${window.complaints.splice(0).join('; ')}`);
        continue;
      }
      await window.page.evaluate(axe.source);
      for (const { scheme, rules } of size.width < DESK_WIDTH ? [BY_DAY] : [BY_DAY, BY_NIGHT]) {
        await window.turn(scheme);
        for (const sentence of await window.page.evaluate<string[]>(violations(rules))) found.push(`${page.name}, ${scheme}: ${sentence}`);
      }
      const [content, room] = await window.page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
      );
      if (content > room) found.push(`${page.name}: is ${content} px wide where there are ${room}`);
      if (!page.isSignedOut && !language) found.push(...(await faultsOfWarning(window, page)));
      for (const complaint of window.complaints.splice(0)) found.push(`${page.name}: ${complaint}`);
    }
    await window.close();
    return found;
  }

  /** R41: red while the engine is below its floor, and nothing closes it. */
  async function faultsOfWarning({ page: shown }: ConsoleWindow, { name, path, first }: ConsolePage): Promise<string[]> {
    if (first) return [];
    // A drawer takes everything behind it out of reach, also for those who read with their ears.
    const warnings = path.includes('device=') ? shown.locator('[aria-label="Security warnings"]') : shown.getByRole('region', { name: 'Security warnings' });
    const [there, buttons] = [await warnings.count(), await warnings.getByRole('button').count()];
    return there === (isBelowFloor ? 1 : 0) && buttons === 0 ? [] : [`${name}: has ${there} warnings with ${buttons} buttons`];
  }

  /** The same, in two windows at once: most of the time a page is being judged, which keeps one processor busy. */
  async function faultsOfMany(pages: readonly ConsolePage[], operator: ApiClient, size: Look): Promise<string[]> {
    const halves = [0, 1].map((half) => pages.filter((_, index) => index % 2 === half));
    return (await Promise.all(halves.map((half) => faults(half, operator, size)))).flat();
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
      await online.next('welcome');
      const foreign = { provider: 'mesh-central', installed: true, running: true, own: false };
      online.say({
        type: 'remote-agents',
        found: [
          { ...foreign, place: '/opt/meshagent/meshagent' },
          { ...foreign, place: '/usr/local/mesh/meshagent', troubles: [{ code: 'RA-AGT-12', detail: 'installed by hand' }] },
        ],
      });
      await eventually('one is online and both of the site wait for their remote agent', async () => {
        const { items } = await dana.read('/devices');
        const waiting = items.filter(({ deployment }: { deployment: unknown }) => deployment !== null);
        return waiting.length >= 2 && items.some(({ online }: { online: boolean }) => online);
      });
      pages = await consolePages(dana);
      await eventually('the version of the engine is known', async () => (await engine()).engineVersion !== null);
      isBelowFloor = (await engine()).belowFloor;
    });

    afterAll(() => online?.vanish());

    const engine = async () => (await dana.read('/provider-instances')).items[0];

    it('is among those that are looked at: the router knows no address that is left out here', () => {
      const addresses = [...readFileSync(ROUTER, 'utf8').matchAll(/\bpath: '([^']+)'/g)].map(([, path]) => path!);
      expect(addresses.length).toBeGreaterThan(10);
      const asPattern = (address: string) =>
        new RegExp(`^${address.replace(/\$\w+/g, '[^/?]+').replace(/\$$/, '.+')}(\\?|#|$)`);
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

    it('has an unknown remote agent removed by its device on the word of a person, who sees how it went', async () => {
      const window = await ConsoleWindow.open(browser, installation.url, dana, SIZES[0]!);
      await window.visit(pages.find(({ name }) => name === 'identity')!);
      const card = window.page.locator('.lk-card', { hasText: '/opt/meshagent/meshagent' });
      await card.getByRole('textbox').fill('left behind by the last provider');
      await card.getByRole('button', { name: 'Remove' }).click();
      // The device is to be installed too, which this one never answers.
      const isRemoval = ({ kind }: Record<string, unknown>) => kind === 'remove-unknown-remote-agent';
      let order = await online.next('instruction', 30_000);
      while (!isRemoval(order)) order = await online.next('instruction', 30_000);
      expect(order).toMatchObject({ params: { place: '/opt/meshagent/meshagent' } });
      const { id: instructionId, generation } = order;
      online.say({ type: 'report', instructionId, generation, outcome: 'failed', errorCode: 'RA-RMV-03', detail: 'it is still there', evidence: null });
      await online.next('receipt');
      await window.page.reload();
      await card.getByText('RA-RMV-03: it is still there').waitFor();
      await window.close();
    });

    it.each(SIZES)(
      'has nothing that shuts people out, nothing that sticks out, no error, and the warnings of R41: $width px',
      async (size) => {
        expect(await faultsOfMany(pages, dana, size)).toEqual([]);
      },
    );

    /** The two pages on which most is said, by something that each shows in the language. */
    const inLanguage = (shows: readonly [string, string]) => ['computers', 'policy'].map((wanted, at) => ({ ...pages.find(({ name }) => name === wanted)!, shows: shows[at]! }));

    it('speaks German to those who have chosen it, and nothing sticks out', async () => {
      expect(await faults(inLanguage(['Agent installieren', 'Nicht konfiguriert']), dana, SIZES[0]!, 'de')).toEqual([]);
    });

    it('bears a language that is longer and is read from the right, on a telephone', async () => {
      expect(await faults(inLanguage(['[Îñštåll', '[Ñöt çöñ']), dana, SIZES[1]!, 'pseudo')).toEqual([]);
    });

    it('changes the language by its menu, and keeps it', async () => {
      const window = await ConsoleWindow.open(browser, installation.url, dana, SIZES[0]!);
      const { page: shown } = window;
      await window.visit(pages.find(({ name }) => name === 'computers')!);
      await shown.getByRole('button', { name: 'Colours' }).click();
      await shown.getByRole('menuitem', { name: 'Deutsch' }).click();
      await shown.getByRole('link', { name: 'Richtlinien', exact: true }).waitFor();
      await shown.reload();
      await shown.getByRole('link', { name: 'Richtlinien', exact: true }).click();
      await shown.getByRole('heading', { name: 'Richtlinien', level: 1 }).waitFor();
      expect(await shown.evaluate<string[]>('[document.documentElement.lang, document.title]')).toEqual(['de', 'Richtlinien · Latchkey']);
      await window.close();
    });
  });
});
