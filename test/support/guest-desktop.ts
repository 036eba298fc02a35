import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.js';

/** From the root of the project, where tests and measurements are run. */
export const CLIENT = resolve('build', 'guest', 'latchkey-support-linux-x64');
const SCREEN = '1280x800x24';

/** A guest's computer: a screen of its own with a window manager, a panel for tray icons and a terminal, in a home that is thrown away. */
export class GuestDesktop {
  readonly home = mkdtempSync(join(tmpdir(), 'latchkey-guest-home-'));
  readonly temporary = mkdtempSync(join(tmpdir(), 'latchkey-guest-tmp-'));
  private readonly processes: ChildProcess[] = [];
  private readonly env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: this.home, TMPDIR: this.temporary, LANG: 'C.UTF-8', NO_AT_BRIDGE: '1' };

  static async start(extras: NodeJS.ProcessEnv = {}): Promise<GuestDesktop> {
    const desktop = new GuestDesktop();
    Object.assign(desktop.env, extras);
    await desktop.boot();
    return desktop;
  }

  get display(): string {
    return this.env['DISPLAY']!;
  }

  /** Downloads the client: the built file, under the name that the server gives it. */
  download(name: string): string {
    const file = join(this.home, name);
    rmSync(file, { force: true });
    try {
      linkSync(CLIENT, file);
    } catch {
      copyFileSync(CLIENT, file);
    }
    return file;
  }

  run(program: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): GuestProgram {
    const child = spawn(program, args, { env: { ...this.env, ...env }, cwd: this.home, stdio: ['ignore', 'pipe', 'pipe'] });
    this.processes.push(child);
    return new GuestProgram(child);
  }

  /** Does something on this screen and answers what was printed. */
  do(program: string, ...args: string[]): string {
    const { status, stdout, stderr, error } = spawnSync(program, args, { env: this.env, encoding: 'utf8', timeout: 10_000 });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr} ${error ?? ''}`);
    return stdout.trim();
  }

  /** The windows with this in their title, as far as they are on the screen. */
  windows(title: string): Window[] {
    const { stdout } = spawnSync('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`], { env: this.env, encoding: 'utf8' });
    return (stdout ?? '').split('\n').filter((id) => id !== '').map((id) => {
      const shell = this.do('xdotool', 'getwindowgeometry', '--shell', id);
      const value = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(shell)?.[1]);
      return { id, x: value('X'), y: value('Y'), width: value('WIDTH'), height: value('HEIGHT') };
    });
  }

  /** The one window of the client that has about this height. */
  async window(what: string, has: (window: Window) => boolean): Promise<Window> {
    return eventually(`the window "${what}" shows`, () => this.windows('Remote support').find(has), { withinMs: 60_000, everyMs: 100, lastSeen: () => this.windows('Remote support') });
  }

  keys(window: Window, ...keys: string[]): void {
    this.do('xdotool', 'windowactivate', '--sync', window.id);
    this.do('xdotool', 'key', '--clearmodifiers', '--delay', '60', ...keys);
  }

  /** A picture of the whole screen, for people; only where one is asked for. */
  async picture(name: string): Promise<void> {
    const folder = process.env['LATCHKEY_TEST_PICTURES'];
    if (folder === undefined) return;
    await sleep(700);
    this.do('import', '-window', 'root', join(folder, `guest-${name}.png`));
  }

  /** The colour of the icon in the panel, as people name it. */
  trayColour(): 'green' | 'red' | 'plain' {
    const [width, height] = this.do('xdotool', 'getdisplaygeometry').split(' ').map(Number) as [number, number];
    const { stdout } = spawnSync('import', ['-window', 'root', '-crop', `32x32+${width - 33}+${height - 32}`, '-depth', '8', 'rgb:-'], { env: this.env });
    const count = { green: 0, red: 0 };
    for (let at = 0; at + 2 < stdout.length; at += 3) {
      const [red, green, blue] = stdout.subarray(at, at + 3) as unknown as [number, number, number];
      if (green > 100 && red < 80 && blue < 110) count.green += 1;
      if (red > 150 && green < 80 && blue < 80) count.red += 1;
    }
    return count.green > 100 ? 'green' : count.red > 100 ? 'red' : 'plain';
  }

  /** Opens the menu of the icon in the panel and takes one of its entries. */
  async trayMenu(entry: 'Open' | 'Exit'): Promise<void> {
    const [width, height] = this.do('xdotool', 'getdisplaygeometry').split(' ').map(Number) as [number, number];
    this.do('xdotool', 'mousemove', String(width - 17), String(height - 16), 'click', '1');
    await sleep(600);
    await this.picture(`menu-${entry}`);
    this.do('xdotool', 'key', '--delay', '80', ...(entry === 'Open' ? ['Down'] : ['Down', 'Down']), 'Return');
  }

  /** What was left in the folder for temporary files. */
  leftovers(): string[] {
    return readdirSync(this.temporary).filter((name) => name.startsWith('latchkey-guest-'));
  }

  file(name: string): string | null {
    const path = join(this.home, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  }

  async shutDown(): Promise<void> {
    for (const child of this.processes.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(3_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'))]);
    }
    for (const folder of [this.home, this.temporary]) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  private async boot(): Promise<void> {
    const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    this.processes.push(screen);
    this.env['DISPLAY'] = `:${(await firstLine(screen.stdio[3] as NodeJS.ReadableStream)).trim()}`;
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], { env: this.env, stdio: ['ignore', 'pipe', 'ignore'] });
    this.processes.push(bus);
    this.env['DBUS_SESSION_BUS_ADDRESS'] = (await firstLine(bus.stdout)).trim();
    this.do('xdotool', 'getdisplaygeometry');
    for (const [program, ...args] of [['openbox'], ['trayer', '--edge', 'bottom', '--align', 'right', '--widthtype', 'request', '--height', '32', '--SetDockType', 'true', '--tint', '0x30343a', '--transparent', 'true', '--alpha', '0']] as const) this.run(program, args);
    this.run('xterm', ['-title', 'Terminal', '-geometry', '90x24+40+90', '-fa', 'DejaVu Sans Mono', '-fs', '11']);
    await eventually('the terminal shows', () => this.windows('Terminal')[0], { withinMs: 60_000, everyMs: 50 });
  }
}

export interface Window {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A program that runs on the guest's computer. */
export class GuestProgram {
  output = '';
  readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The processes that it has started, and theirs. */
  children(of = this.pid): number[] {
    const text = spawnSync('ps', ['-o', 'pid=', '--ppid', String(of)], { encoding: 'utf8' }).stdout ?? '';
    return text.split('\n').map(Number).filter((pid) => pid > 0).flatMap((pid) => [pid, ...this.children(pid)]);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(text.split('\n')[0]!);
    });
    stream.on('end', () => reject(new Error('it ended without a word')));
  });
}
