import { spawn, type ChildProcess } from 'node:child_process';
import { windowsEnvironment } from '../program/own-folder.js';
import type { FromWindows, GuestView } from './guest-view.js';

/** How often windows that end are opened again before they are given up. */
const MOST_STARTS = 3;

export interface WindowHostOptions {
  readonly heard: (message: FromWindows) => void;
  /** The windows ended; `comeBack` says whether they are opened again. */
  readonly ended: (why: string, comeBack: boolean) => void;
  /** How to start the window process; a seam for tests. */
  readonly start?: () => ChildProcess;
}

/** The parent's side of the windows: starts their process, again where it ends, and sends every view to it. */
export class WindowHost {
  private child: ChildProcess | undefined;
  private isReady = false;
  private starts = 0;
  private last: GuestView | undefined;

  constructor(private readonly options: WindowHostOptions) {
    this.open();
  }

  /** Whether nobody will see what is drawn. */
  get isGone(): boolean {
    return this.child === undefined;
  }

  draw(view: GuestView): void {
    this.last = view;
    if (this.isReady && this.child?.connected) this.child.send(view);
  }

  /** Closes all windows and waits until their process has ended. */
  async close(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const impatience = setTimeout(() => child.kill('SIGKILL'), 2_000);
    if (child.connected) child.disconnect();
    else child.kill('SIGKILL');
    await ended;
    clearTimeout(impatience);
  }

  private open(): void {
    this.starts += 1;
    const child = (this.options.start ?? startItself)();
    this.child = child;
    this.isReady = false;
    let lastWords = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-2_000)));
    child.on('message', (message: FromWindows) => this.heard(message));
    child.on('error', (error) => (lastWords = error.message));
    child.once('close', (code, signal) => this.ended(child, firstLine(lastWords) ?? `ended with ${signal ?? code}`));
  }

  private heard(message: FromWindows): void {
    if (message.type !== 'ready') return this.options.heard(message);
    this.isReady = true;
    if (this.last) this.draw(this.last);
    this.options.heard(message);
  }

  private ended(child: ChildProcess, why: string): void {
    if (this.child !== child) return;
    this.child = undefined;
    const comeBack = this.starts < MOST_STARTS;
    this.options.ended(`The windows cannot be shown: ${why}`, comeBack);
    if (comeBack) this.open();
  }
}

function startItself(): ChildProcess {
  return spawn(process.execPath, ['--gui'], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: windowsEnvironment(), windowsHide: true });
}

function firstLine(text: string): string | null {
  return text.split('\n').map((line) => line.trim()).find((line) => line !== '' && !/^\(.*(WARNING|Warning|MESSAGE)/.test(line)) ?? null;
}
