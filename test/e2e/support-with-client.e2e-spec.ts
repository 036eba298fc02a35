import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { clientFileName, GUEST_PATHS, type Joined } from '../../contracts/guest-protocol.js';
import { danaAt } from '../personas/riverside-dental.js';
import type { ApiClient } from '../support/api-client.js';
import { chapters } from '../support/chapters.js';
import { eventually } from '../support/eventually.js';
import { GuestDesktop, type GuestProgram, type Window } from '../support/guest-desktop.js';
import { RfbViewer } from '../support/rfb-viewer.js';
import { RunningInstallation } from '../support/running-installation.js';

jest.setTimeout(180_000);

const isBanner = ({ y, height }: Window) => y === 0 && height < 60;
const isDialog = ({ width }: Window) => width === 480;
const isSidebar = ({ width }: Window) => width === 360;
const ALLOW_SEEING_AND_CONTROL = ['shift+Tab', 'shift+Tab', 'space', 'Tab', 'Tab', 'Tab', 'Return'];

interface SeenGuest {
  readonly id: string;
  readonly step: string;
  readonly hasClient: boolean;
  readonly consent: { readonly view: boolean; readonly control: boolean } | null;
}

/** Somebody without a managed device is helped: the real server, the real client on a desktop of its own, and a host who looks and types. */
describe('somebody is helped by a client that he has downloaded', () => {
  const chapter = chapters();
  let installation: RunningInstallation;
  let desktop: GuestDesktop;
  let dana: ApiClient;
  let sessionId: string;
  let code: string;
  let client: GuestProgram;
  let file: string;
  let viewer: RfbViewer;

  beforeAll(async () => {
    [installation, desktop] = await Promise.all([RunningInstallation.start(), GuestDesktop.start()]);
    dana = await danaAt(installation);
  });
  afterAll(async () => {
    await desktop?.shutDown();
    await installation?.stop();
  });

  const session = () => dana.read(`/support-sessions/${sessionId}`);
  const guest = async (): Promise<SeenGuest> => (await session()).guests[0];
  const until = <T>(what: string, look: () => Promise<T> | T, withinMs = 30_000) => eventually(what, look, { withinMs, everyMs: 100, lastSeen: () => client?.output });
  const tray = (colour: 'green' | 'red' | 'plain') => until(`the icon is ${colour}`, () => desktop.trayColour() === colour);

  /** The host opens the screen as the console does. */
  async function look(guestId: string, mode: 'view' | 'control'): Promise<RfbViewer> {
    const origin = new URL(installation.url).origin;
    const socket = new WebSocket(`${installation.url.replace('http', 'ws')}/api/v1/support-sessions/${sessionId}/guests/${guestId}/screen?mode=${mode}`, {
      origin, headers: { cookie: dana.session.cookieHeader },
    });
    const early: Buffer[] = [];
    const keep = (data: WebSocket.RawData) => void early.push(data as Buffer);
    socket.on('message', keep);
    await new Promise((opened, refused) => socket.once('open', opened).once('error', refused));
    return RfbViewer.over({
      send: (bytes) => socket.send(bytes),
      receive: (listener) => {
        socket.off('message', keep).on('message', (data) => listener(data as Buffer));
        early.forEach(listener);
      },
      closed: (listener) => socket.on('close', listener),
      close: () => socket.close(1000),
    });
  }

  chapter('has a code read to him, types it into the page, and starts what the page downloads', async () => {
    ({ id: sessionId, code: { code } } = await dana.create('/support-sessions', { name: 'Printer does not print', reason: 'Ticket 4711' }));
    const origin = new URL(installation.url).origin;
    const page = await fetch(new URL(GUEST_PATHS.join, installation.url), { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify({ code }) });
    const { clientCode } = (await page.json()) as Joined;
    const { items } = (await (await fetch(new URL(GUEST_PATHS.clients, installation.url))).json()) as { items: { platform: string; sha256: string }[] };
    expect(items.map(({ platform }) => platform)).toContain('linux-x64');
    file = desktop.download(clientFileName(clientCode!, new URL(installation.url), 'linux-x64'));
    client = desktop.run(file);
    await until('the host sees that his client is there', async () => (await guest()).hasClient);
    await tray('plain');
  });

  chapter('is asked once the host has admitted him, and says yes to seeing and control', async () => {
    await dana.create(`/support-sessions/${sessionId}/guests/${(await guest()).id}/admit`, { wants: { view: true, control: true, clipboard: true } });
    const dialog = await desktop.window('consent', isDialog);
    await desktop.picture('asked-by-the-server');
    desktop.keys(dialog, ...ALLOW_SEEING_AND_CONTROL);
    await until('the host sees the answer', async () => (await guest()).consent);
    expect((await guest()).consent).toMatchObject({ view: true, control: true });
  });

  chapter('sees a banner and a green icon while the host looks, and what the host types', async () => {
    viewer = await look((await guest()).id, 'control');
    expect([viewer.width, viewer.height]).toEqual([1280, 800]);
    await desktop.window('banner', isBanner);
    await tray('green');
    const [terminal] = desktop.windows('Terminal');
    viewer.click(terminal!.x + 100, terminal!.y + 100);
    await sleep(300);
    viewer.type('echo "controlled $((6*7))" > ctl.txt\n');
    expect(await until('the file is written', () => desktop.file('ctl.txt'))).toBe('controlled 42\n');
  });

  chapter('talks with the host, who has both sides kept', async () => {
    await dana.create(`/support-sessions/${sessionId}/messages`, { text: 'I can see your screen now.' });
    const sidebar = await desktop.window('sidebar', isSidebar);
    desktop.do('xdotool', 'mousemove', String(sidebar.x + 100), String(sidebar.y + sidebar.height - 52), 'click', '1');
    await sleep(1_500);
    desktop.do('xdotool', 'type', '--delay', '40', 'Thank you!');
    desktop.do('xdotool', 'key', 'Return');
    await until('the host has read it', async () => (await session()).chat.some(({ from, text }: { from: string; text: string }) => from === 'guest' && text === 'Thank you!'));
    expect((await session()).chat).toEqual(expect.arrayContaining([expect.objectContaining({ from: 'host', text: 'I can see your screen now.' })]));
  });

  chapter('stays connected when he closes the sidebar', async () => {
    const sidebar = await desktop.window('sidebar', isSidebar);
    desktop.do('xdotool', 'windowactivate', '--sync', sidebar.id);
    desktop.do('xdotool', 'key', 'alt+F4');
    await until('the sidebar is gone', () => !desktop.windows('Remote support').some(isSidebar));
    expect([(await guest()).hasClient, viewer.isClosed]).toEqual([true, false]);
  });

  chapter('sees a red icon while the server is gone, and is back by himself', async () => {
    installation.kill('web');
    await tray('red');
    await until('the server is back', () => installation.isWhole());
    await tray('plain');
    await until('the host sees him again', async () => (await guest()).hasClient);
    viewer = await look((await guest()).id, 'view');
    await tray('green');
  });

  chapter('ends it with Exit, which leaves nothing behind, and the host sees that', async () => {
    await desktop.trayMenu('Exit');
    expect(await client.ended).toBe(0);
    expect([existsSync(file), desktop.leftovers()]).toEqual([false, []]);
    await until('the session has ended', async () => (await session()).state === 'ended');
    expect(await session()).toMatchObject({ endReason: 'guest', name: 'Printer does not print' });
    await until('the host is shown nothing any more', () => viewer.isClosed);
    const { items } = await dana.read('/audit?limit=100');
    const acts = items.map(({ action }: { action: string }) => action);
    expect(acts).toEqual(expect.arrayContaining(['support-session.create', 'support-session.admit-guest', 'support-session.end']));
  });
});
