import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { ApiClient } from '../support/api-client.js';
import { consolePages, type ConsolePage } from '../support/console-pages.js';
import { ConsoleWindow, LOOKS, type Look } from '../support/console-window.js';
import { eventually } from '../support/eventually.js';
import { openBrowser } from '../support/headless-browser.js';
import { RunningInstallation } from '../support/running-installation.js';
import { PictureFleet } from './picture-fleet.js';
import { smallPng } from './small-png.js';

const FOLDER = resolve(__dirname, '../../docs/screenshots');
/** The one real device, as people would call it. */
const REAL_DEVICE = 'Admissions desk';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Takes every page of the console over the demonstration, as the documentation shows it. */
async function main(): Promise<void> {
  const [installation, browser] = await Promise.all([RunningInstallation.start('--demo'), openBrowser()]);
  let fleet: PictureFleet | undefined;
  try {
    const dana = await signedInAtDemo(installation);
    await realDeviceIsReady(dana);
    fleet = new PictureFleet(dana, installation);
    await fleet.start();
    const pages = (await consolePages(dana)).filter(({ isUnpictured }) => !isUnpictured);
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const look of LOOKS) await take(browser, installation.url, dana, pages, look);
  } finally {
    fleet?.stop();
    await browser.close();
    await installation.stop();
  }
}

async function signedInAtDemo(installation: RunningInstallation): Promise<ApiClient> {
  const account = () =>
    JSON.parse(readFileSync(join(installation.dataDir, 'demo.json'), 'utf8')) as {
      email: string;
      password: string;
      isSeeded: boolean;
    };
  const { email, password } = await eventually('the demonstration is made', () => account().isSeeded && account());
  return ApiClient.signedIn(installation.url, { email, password });
}

async function realDeviceIsReady(dana: ApiClient): Promise<void> {
  const look = async () =>
    (await dana.read('/devices')).items.find(
      ({ deployment }: { deployment: { phase: string } | null }) => deployment?.phase === 'READY',
    );
  const { id } = await eventually('the real device is Ready', look, { withinMs: 120_000 });
  await dana.change(`/devices/${id}`, { displayName: REAL_DEVICE, tags: ['reception'] });
}

async function take(
  browser: Browser,
  url: string,
  dana: ApiClient,
  pages: readonly ConsolePage[],
  look: Look,
): Promise<void> {
  const window = await ConsoleWindow.open(browser, url, dana, look);
  for (const page of pages) {
    const name = `${page.name}-${look.scheme}-${look.width}.png`;
    await window.visit(page);
    writeFileSync(
      join(FOLDER, name),
      smallPng(await window.page.screenshot({ type: 'png', animations: 'disabled', caret: 'hide' })),
    );
    say(name);
  }
  if (window.complaints.length > 0) throw new Error(`The browser complained:\n${window.complaints.join('\n')}`);
  await window.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
