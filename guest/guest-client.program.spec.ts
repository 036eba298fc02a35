import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuestRelay } from '../test/fakes/guest-relay.js';
import { eventually } from '../test/support/eventually.js';
import { GuestDesktop, type GuestProgram, type Window } from '../test/support/guest-desktop.js';
import { killHard } from '../test/support/processes.js';
import type { RfbViewer } from '../test/support/rfb-viewer.js';

jest.setTimeout(180_000);

const CODE = 'ABC-DEF-GHJ';
const isBanner = ({ y, height }: Window) => y === 0 && height < 60;
const isDialog = ({ width }: Window) => width === 480;
const isSidebar = ({ width }: Window) => width === 360;
/** From Decline, where the focus is: tick control and the clipboard, then Allow. */
const ALLOW_ALL = ['shift+Tab', 'space', 'shift+Tab', 'space', 'Tab', 'Tab', 'Tab', 'Return'];
const ALLOW_AS_IT_IS = ['Tab', 'Return'];
const NOTHING = { view: false, control: false, clipboard: false };

let desktop: GuestDesktop;
let relay: GuestRelay;
let client: GuestProgram;
beforeAll(async () => {
  desktop = await GuestDesktop.start();
  relay = await GuestRelay.listen();
});
afterAll(async () => {
  await desktop.shutDown();
  await relay.close();
});

const start = async (env: NodeJS.ProcessEnv = {}): Promise<string> => {
  relay.codes.add(CODE);
  const file = desktop.download(relay.clientName(CODE));
  client = desktop.run(file, [], env);
  await eventually('the client is welcome', () => relay.isGuestConnected, { withinMs: 60_000, everyMs: 10, lastSeen: () => client.output });
  return file;
};
const isGone = (what: (window: Window) => boolean) => eventually('the window is gone', () => !desktop.windows('Remote support').some(what), { withinMs: 30_000, everyMs: 100 });
const isThere = async (what: string, has: (window: Window) => boolean) => {
  await desktop.window(what, has);
  return true;
};
const nothingIsLeft = () => {
  expect(desktop.leftovers()).toEqual([]);
  expect(desktop.windows('Remote support')).toEqual([]);
  expect(client.children()).toEqual([]);
  expect(relay.violations).toEqual([]);
};
const tray = (colour: 'green' | 'red' | 'plain') => eventually(`the icon is ${colour}`, () => desktop.trayColour() === colour, { withinMs: 30_000, everyMs: 100, lastSeen: () => desktop.trayColour() });

describe('a guest’s session, from the downloaded file to the Exit', () => {
  let file: string;
  let viewer: RfbViewer;

  it('joins with the code and the server in its file name', async () => {
    file = await start();
    expect(relay.frames[0]).toMatchObject({ type: 'hello', client: { version: '1.0.0', platform: 'linux-x64' } });
    expect(await isThere('sidebar', isSidebar)).toBe(true);
    await tray('plain');
    await desktop.picture('waiting');
  });

  it('asks who may do what, and allows what was ticked', async () => {
    relay.askConsent();
    const dialog = await desktop.window('consent', isDialog);
    await desktop.picture('consent');
    desktop.keys(dialog, ...ALLOW_ALL);
    expect(await relay.answered()).toEqual({ view: true, control: true, clipboard: true });
    await isGone(isDialog);
  });

  it('shows its screen, with a banner and a green icon for as long as somebody looks', async () => {
    viewer = await relay.openViewer();
    expect([viewer.width, viewer.height, viewer.cursor]).toEqual([1280, 800, { width: expect.any(Number), height: expect.any(Number) }]);
    expect(await isThere('banner', isBanner)).toBe(true);
    await tray('green');
    await desktop.picture('viewing');
  });

  it('lets the host type and point, symbols that no key has included', async () => {
    const [terminal] = desktop.windows('Terminal');
    viewer.click(terminal!.x + 100, terminal!.y + 100);
    await sleep(300);
    viewer.type('echo "controlled $((6*7)) – žluťoučký €" > ctl.txt\n');
    expect(await eventually('the file is written', () => desktop.file('ctl.txt'), { withinMs: 10_000, everyMs: 50 })).toBe('controlled 42 – žluťoučký €\n');
  });

  it('shows the host exactly what is on the screen', async () => {
    await sleep(1_000);
    const shot = join(desktop.home, 'shot.rgb');
    desktop.do('import', '-window', 'root', '-depth', '8', `rgb:${shot}`);
    await sleep(500);
    const bytes = readFileSync(shot);
    const differing = viewer.picture.filter((pixel, at) => pixel !== bytes.readUIntBE(at * 3, 3)).length;
    // The terminal's cursor may have blinked between the two pictures.
    expect(differing).toBeLessThan(400);
    expect(new Set(viewer.picture).size).toBeGreaterThan(50);
  });

  it('carries copied text both ways', async () => {
    viewer.cutText('from the host: ¡olé!');
    await eventually('the guest can paste it', () => desktop.do('xclip', '-selection', 'clipboard', '-o') === 'from the host: ¡olé!', { withinMs: 10_000, everyMs: 100 });
    desktop.run('sh', ['-c', 'printf "from the guest" | xclip -selection clipboard -i']);
    expect(await eventually('the host has it', () => viewer.cutTexts.at(-1), { withinMs: 10_000, everyMs: 50 })).toBe('from the guest');
  });

  it('chats both ways', async () => {
    relay.sayChat('Hello, I can see your screen now.');
    const sidebar = await desktop.window('sidebar', isSidebar);
    desktop.do('xdotool', 'mousemove', String(sidebar.x + 100), String(sidebar.y + sidebar.height - 52), 'click', '1');
    // A page that was just clicked takes keys a moment later.
    await sleep(1_500);
    desktop.do('xdotool', 'type', '--delay', '40', 'Thank you!');
    desktop.do('xdotool', 'key', 'Return');
    expect(await eventually('the guest’s words arrive', () => relay.frames.find((frame) => frame.type === 'chat'), { withinMs: 40_000, everyMs: 50 })).toEqual({ type: 'chat', text: 'Thank you!' });
    await desktop.picture('chat');
  });

  it('stays connected when the sidebar is closed, and opens it again with what was said', async () => {
    const sidebar = await desktop.window('sidebar', isSidebar);
    desktop.do('xdotool', 'windowactivate', '--sync', sidebar.id);
    desktop.do('xdotool', 'key', 'alt+F4');
    await isGone(isSidebar);
    expect([relay.isGuestConnected, viewer.isClosed]).toEqual([true, false]);
    await desktop.trayMenu('Open');
    expect(await isThere('sidebar', isSidebar)).toBe(true);
    await desktop.picture('opened-again');
  });

  it('goes on when its windows crash, and opens them again', async () => {
    for (const pid of client.children().filter((each) => client.children(each).length > 0)) killHard(pid);
    await sleep(200);
    expect([relay.isGuestConnected, viewer.isClosed]).toEqual([true, false]);
    expect(await isThere('banner', isBanner)).toBe(true);
    await tray('green');
  });

  it('turns red when the server is gone, says why, and comes back by itself', async () => {
    await relay.kill();
    await tray('red');
    await isGone(isBanner);
    const sidebar = await desktop.window('sidebar', isSidebar);
    desktop.do('xdotool', 'mousemove', String(sidebar.x + 110), String(sidebar.y + 71), 'click', '1');
    await sleep(200);
    await desktop.picture('disconnected');
    await relay.start();
    await eventually('the client is back', () => relay.isGuestConnected, { withinMs: 30_000, everyMs: 50 });
    await tray('plain');
  });

  it('drops keys, pointer and clipboard of a host who may only look', async () => {
    const before = desktop.do('xdotool', 'getmouselocation');
    viewer = await relay.openViewer({ control: false, clipboard: false });
    expect(await isThere('banner', isBanner)).toBe(true);
    await desktop.picture('view-only');
    viewer.pointer(5, 5);
    viewer.type('touch view-only.txt\n');
    await sleep(700);
    expect(desktop.do('xdotool', 'getmouselocation')).toBe(before);
    expect(desktop.file('view-only.txt')).toBeNull();
  });

  it('lets go of what a host holds down when the host is gone', async () => {
    viewer.close();
    viewer = await relay.openViewer();
    const [terminal] = desktop.windows('Terminal');
    viewer.click(terminal!.x + 100, terminal!.y + 100);
    viewer.key(0xffe3, true);
    await sleep(200);
    viewer.close();
    await isGone(isBanner);
    desktop.do('xdotool', 'type', '--delay', '30', 'echo free > free.txt\n');
    expect(await eventually('the guest types again', () => desktop.file('free.txt'), { withinMs: 5_000, everyMs: 50 })).toBe('free\n');
  });

  it('ends with Exit, and leaves nothing behind', async () => {
    await desktop.trayMenu('Exit');
    expect(await client.ended).toBe(0);
    expect(relay.frames.at(-1)).toEqual({ type: 'leave' });
    expect(existsSync(file)).toBe(false);
    nothingIsLeft();
  });
});

describe('what a guest does not allow', () => {
  it('is everything when the question is not answered in time', async () => {
    await start();
    relay.askConsent({ view: true, control: true, clipboard: false }, 2_000);
    expect(await relay.answered()).toEqual(NOTHING);
    await isGone(isDialog);
    await expect(relay.openViewer()).rejects.toThrow('has not allowed');
  });

  it('is control when only seeing was allowed', async () => {
    relay.askConsent();
    desktop.keys(await desktop.window('consent', isDialog), ...ALLOW_AS_IT_IS);
    expect(await relay.answered()).toEqual({ view: true, control: false, clipboard: false });
    const viewer = await relay.openViewer();
    viewer.type('touch refused.txt\n');
    await sleep(500);
    expect(desktop.file('refused.txt')).toBeNull();
  });

  it('ends with the End of the banner', async () => {
    const banner = await desktop.window('banner', isBanner);
    desktop.do('xdotool', 'mousemove', String(banner.x + banner.width - 40), String(banner.y + 20), 'click', '1');
    expect(await client.ended).toBe(0);
    nothingIsLeft();
  });

  it('is everything where no window can be shown and nobody sits at a terminal', async () => {
    await start({ GDK_BACKEND: 'none' });
    await eventually('the windows are given up', () => client.output.includes('Connected'), { withinMs: 60_000, everyMs: 100, lastSeen: () => client.output });
    relay.askConsent();
    expect(await relay.answered()).toEqual(NOTHING);
    relay.end('host');
    expect(await client.ended).toBe(0);
    nothingIsLeft();
  });
});
