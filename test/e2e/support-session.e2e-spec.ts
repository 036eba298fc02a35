import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { GUEST_PATHS, type Joined } from '../../contracts/guest-protocol.js';
import { danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { freePort } from '../support/free-port.js';
import { eventually } from '../support/eventually.js';
import { openBrowser } from '../support/headless-browser.js';
import { GuestOnTheWire } from '../support/support-scene.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';
import { GuestHands, HostHands } from '../support/support-hands.js';

jest.setTimeout(120_000);

const PASSWORD = 'gravel-lantern-otter';
const PICTURES = process.env['LATCHKEY_TEST_PICTURES'];

/** A browser without a screen has none to share: the guest's shows a canvas that counts instead, through the same call. */
const SCREEN_OF_THE_GUEST = `navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 });
  const paint = canvas.getContext('2d');
  let frame = 0;
  setInterval(() => {
    paint.fillStyle = frame++ % 2 ? '#203060' : '#205030';
    paint.fillRect(0, 0, 640, 400);
    paint.fillStyle = '#fff';
    paint.font = '60px sans-serif';
    paint.fillText('frame ' + frame, 40, 200);
  }, 100);
  return canvas.captureStream(10);
};`;

/** How many pictures the video shows within two seconds of its first. */
const FRAMES_OF_THE_VIDEO = `new Promise((done) => {
  const video = document.querySelector('video');
  let frames = 0;
  const count = () => {
    frames += 1;
    video.requestVideoFrameCallback(count);
    if (frames === 1) setTimeout(() => done(frames), 2000);
  };
  video.requestVideoFrameCallback(count);
})`;
const IS_RED = `(() => {
  const canvas = document.querySelector('canvas');
  const [red, green] = canvas && canvas.width > 0 ? canvas.getContext('2d').getImageData(5, 5, 1, 1).data : [0, 0];
  return red > 200 && green < 50;
})()`;
const MOST_BYTES_OF_THE_WIDGET = 10 * 1024;

describe('a support session in two browsers', () => {
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
    browser = await openBrowser('--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns');
    host = await newPage({ viewport: { width: 1440, height: 900 } });
    await host.goto(`${url}/sign-in`);
    await host.getByLabel('E-mail').fill('tess@northwind.example');
    await host.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await host.getByRole('button', { name: 'Sign in', exact: true }).click();
    await host.getByRole('heading', { name: 'Overview' }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await web.close();
  });

  async function newPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }

  /** What axe finds against a page by day and by night. */
  async function faults(page: Page, name: string): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`), fullPage: true });
      const { violations } = await new AxeBuilder({ page }).analyze();
      found.push(...violations.map(({ id, nodes }) => `${name}, ${colorScheme}: ${id} ${nodes.map(({ html }) => html).join(' ')}`));
      const [content, room] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
      if (content > room) found.push(`${name} is ${content} px wide where there are ${room}`);
    }
    return found;
  }

  const makeSession = (name: string) => new HostHands(host, url).makeSession(name, 'The printer prints nothing');
  const typeCode = (guest: Page, code: string) => new GuestHands(guest).typeCode(code);

  const guestAt = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const guest = await newPage({ viewport: { width: 320, height: 720 }, ...options });
    await guest.addInitScript(SCREEN_OF_THE_GUEST);
    return guest;
  };

  it('goes from a code read aloud to a shared screen, chat and the end', async () => {
    const code = await makeSession('Printer at the front desk');
    expect(code).toMatch(/^[A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3}$/);
    if (PICTURES) await host.screenshot({ path: join(PICTURES, 'queue-code.png') });

    const guest = await guestAt();
    const foreign: string[] = [];
    const complaints: string[] = [];
    guest.on('request', (request) => request.url().startsWith(url) || foreign.push(request.url()));
    guest.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    guest.on('pageerror', ({ message }) => complaints.push(message));
    await guest.goto(`${url}/join`);
    expect(await faults(guest, 'guest-code')).toEqual([]);
    await guest.getByLabel('Your name').fill('Maria');
    await typeCode(guest, code);
    await guest.getByRole('heading', { name: /^Tess from .* wants to help you$/ }).waitFor();
    expect(await guest.getByText('The printer prints nothing').isVisible()).toBe(true);
    expect(await faults(guest, 'guest-who')).toEqual([]);
    const row = host.getByRole('list', { name: 'Open sessions' }).getByRole('listitem');
    await row.getByText('Opened the page').waitFor();

    await guest.getByRole('button', { name: 'Continue' }).click();
    await row.getByText('Sees the steps for his computer').waitFor();
    await guest.getByRole('button', { name: 'Share my screen from this browser' }).waitFor();
    expect(await faults(guest, 'guest-steps')).toEqual([]);
    await guest.getByLabel('Your message').fill('I am here');
    await guest.getByRole('button', { name: 'Send' }).click();
    await host.getByRole('log').getByText('I am here').waitFor();
    await host.getByLabel('Message', { exact: true }).fill('Please share your screen');
    await host.getByRole('button', { name: 'Send', exact: true }).click();
    await guest.getByRole('log').getByText('Please share your screen').waitFor();

    await guest.getByRole('button', { name: 'Share my screen from this browser' }).click();
    await row.getByText('Waiting to be let in').waitFor();
    if (PICTURES) await host.screenshot({ path: join(PICTURES, 'queue-waiting.png') });
    await host.getByRole('button', { name: 'Admit', exact: true }).click();
    await guest.getByRole('dialog', { name: 'May Tess see your screen?' }).waitFor();
    expect(await guest.evaluate('document.activeElement.textContent')).toBe('Decline');
    expect(await faults(guest, 'guest-consent')).toEqual([]);
    await guest.getByRole('button', { name: 'Allow' }).click();
    await row.getByText('Connected', { exact: true }).waitFor();

    await host.getByRole('link', { name: 'View screen' }).click();
    await host.getByLabel("The guest's screen").waitFor();
    expect(await host.evaluate<number>(FRAMES_OF_THE_VIDEO)).toBeGreaterThan(2);
    await guest.getByText('Tess sees your screen.').waitFor();
    expect(await faults(guest, 'guest-watched')).toEqual([]);
    if (PICTURES) await host.screenshot({ path: join(PICTURES, 'viewer.png') });
    expect((await new AxeBuilder({ page: host }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

    await guest.getByRole('button', { name: 'End session' }).click();
    await guest.getByRole('heading', { name: 'The session has ended' }).waitFor();
    await guest.getByText('You allowed: See your screen').waitFor();
    expect(await faults(guest, 'guest-thanks')).toEqual([]);
    await host.getByRole('heading', { name: 'The session has ended' }).waitFor();
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
  });

  it('shows the screen of a guest’s program, and sends it keys only where he has allowed that', async () => {
    const code = await makeSession('Spooler');
    const { guestToken } = (await (await fetch(`${url}/guest/v1/join`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, name: 'Maria' }) })).json()) as Joined;
    const client = await GuestOnTheWire.connect(url, guestToken, 'client');
    await host.getByRole('button', { name: 'Admit', exact: true }).click();
    await client.next('ask-consent');
    client.say({ type: 'consent', consent: { view: true, control: true, clipboard: false } });
    await host.getByRole('link', { name: 'Control' }).click();
    const { channel, control } = await client.next('open-channel');
    expect(control).toBe(true);
    const screen = new RedScreen(new WebSocket(`${url.replace('http', 'ws')}${GUEST_PATHS.data}/${channel}`, { headers: { authorization: `Bearer ${guestToken}` } }));
    await eventually('the screen is red in the host’s browser', () => host.evaluate<boolean>(IS_RED));
    await host.locator('canvas').click();
    await host.keyboard.press('k');
    await eventually('the key arrives', () => screen.keys.includes('k'.charCodeAt(0)));
    if (PICTURES) await host.screenshot({ path: join(PICTURES, 'viewer-program.png') });
    expect(await host.getByRole('button', { name: 'Clipboard' }).isDisabled()).toBe(true);
    client.say({ type: 'consent', consent: { view: false, control: false, clipboard: false } });
    await host.getByRole('heading', { name: 'Maria has refused' }).waitFor();
    client.say({ type: 'leave' });
    await host.getByRole('heading', { name: 'The session has ended' }).waitFor();
  });

  it('begins with a button in a page of another origin, which is sent to the queue and shown the way in', async () => {
    const client = (await dana.post('/clients', { name: 'Bakery Brown' })).body as { id: string };
    const site = (await dana.post('/sites', { clientId: client.id, name: 'Shop' })).body as { id: string };
    const elsewhere = await servePage((key) => `<!doctype html><html lang="en"><title>Intranet</title><main><h1>Intranet</h1></main><script src="${url}/help.js" data-site="${key}"></script></html>`);
    try {
      const { body } = await dana.post('/help-widgets', { name: 'Intranet', siteId: site.id, origins: [elsewhere.origin] });
      elsewhere.key = (body as { key: string }).key;
      const guest = await guestAt();
      await guest.addInitScript(`window.heard = []; addEventListener('message', ({ data }) => data.source === 'latchkey-help' && heard.push(data.event));`);
      const script = guest.waitForResponse('**/help.js');
      await guest.goto(elsewhere.origin);
      expect((await (await script).body()).length).toBeLessThan(MOST_BYTES_OF_THE_WIDGET);
      await guest.getByRole('button', { name: 'Get help' }).click();
      await guest.getByLabel('Your name').fill('Maria');
      await guest.getByLabel('What is the matter?').fill('No sound');
      expect(await faults(guest, 'widget')).toEqual([]);
      await guest.getByRole('button', { name: 'Ask for help' }).click();
      const link = guest.getByRole('link', { name: 'Go to the support page' });
      expect(await link.getAttribute('href')).toMatch(new RegExp(`^${url}/join#[A-Za-z0-9_-]{20,}$`));
      expect(await guest.evaluate('heard')).toEqual(['opened', 'asked']);
      expect(await guest.evaluate('document.cookie + localStorage.length + sessionStorage.length')).toBe('00');

      await host.goto(`${url}/support`);
      const row = host.getByRole('listitem').filter({ hasText: 'Help for Maria' });
      await row.getByRole('button', { name: 'Take' }).click();
      await row.getByText('Tess').waitFor();
      await guest.goto((await link.getAttribute('href'))!);
      await guest.getByRole('heading', { name: 'You were invited to a support session' }).waitFor();
      expect(guest.url()).toBe(`${url}/join`);
      expect(await faults(guest, 'guest-link')).toEqual([]);
      await guest.getByRole('button', { name: 'Continue' }).click();
      await guest.getByRole('heading', { name: /^Tess from/ }).waitFor();
      await guest.getByRole('button', { name: 'I did not ask for this' }).click();
      await guest.getByRole('heading', { name: 'Thank you for telling us' }).waitFor();
      await row.waitFor({ state: 'detached' });
    } finally {
      elsewhere.server.close();
    }
  });

  it('says one thing of any wrong code, and when to come back after too many', async () => {
    const guest = await guestAt();
    await guest.goto(`${url}/join`);
    await typeCode(guest, 'ABC');
    await guest.getByText('A code has nine letters and digits.').waitFor();
    for (let tries = 0; tries < 5; tries++) {
      const answered = guest.waitForResponse('**/guest/v1/join');
      await guest.getByLabel('Group 1 of 3').fill('ABCDEFGHJ');
      await guest.getByRole('button', { name: 'Continue' }).click();
      expect((await answered).status()).toBe(403);
      await guest.getByText('This code or link is not valid, has expired, or was used already.').waitFor();
    }
    await guest.getByRole('button', { name: 'Continue' }).click();
    await guest.getByText(/^Too many wrong codes came from your network\. Try again in \d+ seconds\.$/).waitFor();
    expect(await faults(guest, 'guest-too-many')).toEqual([]);
  });
});

/** The least that a viewer takes for a screen: RFB 3.8 without encodings, all of it red. */
class RedScreen {
  readonly keys: number[] = [];
  private heard = Buffer.alloc(0);
  private readonly steps = [
    { bytes: 12, answer: () => Buffer.from([1, 1]) },
    { bytes: 1, answer: () => Buffer.alloc(4) },
    { bytes: 1, answer: () => Buffer.concat([Buffer.from([0, 64, 0, 48, 32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0, 0, 0, 0, 3]), Buffer.from('red')]) },
  ];

  constructor(private readonly socket: WebSocket) {
    socket.on('open', () => socket.send(Buffer.from('RFB 003.008\n')));
    socket.on('message', (data: Buffer) => this.hear(data));
  }

  private hear(data: Buffer): void {
    this.heard = Buffer.concat([this.heard, data]);
    for (let taken = this.take(); taken; taken = this.take()) this.heard = this.heard.subarray(taken);
  }

  /** Answers the next message; how many bytes it had, 0 where it is not there yet. */
  private take(): number {
    const [step] = this.steps;
    if (step) {
      if (this.heard.length < step.bytes) return 0;
      this.socket.send(step.answer());
      this.steps.shift();
      return step.bytes;
    }
    const [type] = this.heard;
    const length = type === 0 ? 20 : type === 2 ? 4 + 4 * (this.heard.length >= 4 ? this.heard.readUInt16BE(2) : 0) : type === 3 ? 10 : type === 4 ? 8 : 6;
    if (type === undefined || this.heard.length < length) return 0;
    if (type === 3 && this.heard[1] === 0) this.socket.send(RED_FRAME);
    if (type === 4 && this.heard[1] === 1) this.keys.push(this.heard.readUInt32BE(4));
    return length;
  }
}

const RED_FRAME = Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 64, 0, 48, 0, 0, 0, 0]), Buffer.alloc(64 * 48 * 4, Buffer.from([255, 0, 0, 0]))]);

interface OtherPage {
  readonly origin: string;
  readonly server: Server;
  /** What stands in the page. */
  key: string;
}

/** A page of another origin, as a client of ours has one. */
async function servePage(html: (key: string) => string): Promise<OtherPage> {
  const page: OtherPage = { origin: '', server: createServer((_, response) => response.setHeader('content-type', 'text/html').end(html(page.key))), key: '' };
  await new Promise<void>((done) => page.server.listen(0, '127.0.0.1', done));
  return Object.assign(page, { origin: `http://127.0.0.1:${(page.server.address() as AddressInfo).port}` });
}
