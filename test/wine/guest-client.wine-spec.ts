import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuestRelay } from '../fakes/guest-relay.js';
import { eventually } from '../support/eventually.js';
import type { RfbViewer } from '../support/rfb-viewer.js';
import { WinePrefix, type Running } from './wine-prefix.js';

const CLIENT = join(__dirname, '..', '..', 'build', 'guest', 'latchkey-support-win-x64.exe');
const CODE = 'ABC-DEF-GHJ';
const PATIENCE_MS = 120_000;
const NOTEPAD = { x: 60, y: 60, width: 500, height: 300 };

/** Wine cannot load the library of the windows: what is tried out here is the screen, the hands, and the message box that asks instead. */
describe('the guest client for Windows, the file that is shipped, under Wine', () => {
  let screen: ChildProcess;
  let wine: WinePrefix;
  let relay: GuestRelay;
  let client: Running;
  let program: string;
  let viewer: RfbViewer;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const number = await new Promise<string>((resolve) => screen.stdio[3]!.once('data', (data: Buffer) => resolve(data.toString().trim())));
    process.env['DISPLAY'] = `:${number}`;
    wine = WinePrefix.create();
    env = { ...process.env };
    relay = await GuestRelay.listen();
    relay.codes.add(CODE);
  }, 180_000);
  afterAll(async () => {
    await wine.dispose();
    await relay.close();
    screen.kill();
  });

  const onScreen = (...args: string[]) => {
    const { stdout } = spawnSync('xdotool', args, { env, encoding: 'utf8' });
    return stdout.trim();
  };

  it('joins with the code and the server in its file name', async () => {
    program = wine.file(`${relay.clientName(CODE)}.exe`);
    copyFileSync(CLIENT, program);
    client = wine.start(program, []);
    await eventually('the client says hello', () => relay.isGuestConnected, { withinMs: PATIENCE_MS });
    expect(relay.frames[0]).toMatchObject({ type: 'hello', client: { platform: 'win-x64', os: expect.stringContaining('Windows') } });
  }, PATIENCE_MS);

  it('asks with a box of Windows where its own windows cannot be shown, and allows control with Yes', async () => {
    relay.askConsent();
    const box = await eventually('the box shows', () => onScreen('search', '--onlyvisible', '--name', 'Remote support').split('\n')[0], { withinMs: PATIENCE_MS });
    await sleep(1_000);
    onScreen('windowfocus', '--sync', box);
    onScreen('key', 'y');
    expect(await relay.answered(PATIENCE_MS)).toEqual({ view: true, control: true, clipboard: false });
  }, PATIENCE_MS);

  it('shows the desktop of Windows', async () => {
    wine.start('notepad', []);
    await eventually('Notepad shows', () => onScreen('search', '--onlyvisible', '--name', 'Notepad'), { withinMs: PATIENCE_MS });
    const notepad = onScreen('search', '--onlyvisible', '--name', 'Notepad').split('\n')[0]!;
    onScreen('windowmove', '--sync', notepad, String(NOTEPAD.x), String(NOTEPAD.y));
    onScreen('windowsize', '--sync', notepad, String(NOTEPAD.width), String(NOTEPAD.height));
    viewer = await relay.openViewer();
    expect([viewer.width, viewer.height]).toEqual([1024, 768]);
    await eventually('the white page of Notepad is seen', () => viewer.pixel(NOTEPAD.x + 300, NOTEPAD.y + 200) === 0xffffff, { withinMs: PATIENCE_MS });
  }, PATIENCE_MS);

  it('lets the host type into Notepad and save what was typed', async () => {
    viewer.click(NOTEPAD.x + 200, NOTEPAD.y + 150);
    await sleep(1_000);
    const before = inked();
    viewer.type('Typed: (6*7) = 42 #$%&');
    await eventually('the words are seen', () => inked() > before + 200, { withinMs: PATIENCE_MS, lastSeen: inked });
    viewer.key(0xffe3, true);
    viewer.type('s');
    viewer.key(0xffe3, false);
    await sleep(2_000);
    viewer.type(`${wine.windows(wine.file('typed.txt'))}\n`);
    const typed = wine.file('typed.txt');
    await eventually('the file is written', () => existsSync(typed) && readFileSync(typed).length > 0, { withinMs: PATIENCE_MS });
    expect(readFileSync(typed, 'latin1')).toContain('Typed: (6*7) = 42 #$%&');
  }, PATIENCE_MS);

  it('leaves nothing behind when the session ends', async () => {
    relay.end('host');
    expect((await client.ended).exitCode).toBe(0);
    await eventually('the program is gone', () => !existsSync(program), { withinMs: PATIENCE_MS });
    expect(relay.violations).toEqual([]);
  }, PATIENCE_MS);

  /** How much of Notepad's page is not white. */
  function inked(): number {
    let dark = 0;
    for (let y = NOTEPAD.y + 45; y < NOTEPAD.y + 120; y++) for (let x = NOTEPAD.x + 10; x < NOTEPAD.x + 450; x++) if (viewer.pixel(x, y) < 0x808080) dark += 1;
    return dark;
  }
});
