import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { allProcesses } from './processes.js';

/** The parts of an installation that can be killed on their own. */
export type Part = 'web' | 'core' | 'engine' | 'postgres';

const PROJECT = resolve(__dirname, '../..');
const READY_WITHIN_MS = 60_000;
const COMMAND_OF: Readonly<Record<Part, RegExp>> = {
  web: /main\.js web$/,
  core: /main\.js core$/,
  engine: /meshcentral\.js /,
  postgres: /\/postgres -D /,
};

/** The real program on free ports, that is killed, stopped and started again on the same data folder. */
export class KillableInstallation {
  url = '';
  claimCode: string | null = null;
  /** What it told people since its last start. */
  words = '';
  private launcher: ChildProcess | undefined;

  constructor(readonly dataDir: string = mkdtempSync(join(tmpdir(), 'latchkey-killable-'))) {}

  /** Builds what is older than its sources, so that the test never judges yesterday's program. */
  static build(): void {
    execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: PROJECT, stdio: 'pipe', timeout: 180_000 });
  }

  /** Starts it; resolves with the milliseconds until it was ready, rejects with what it said when it ended instead. */
  async start(): Promise<number> {
    const began = Date.now();
    Object.assign(this, await this.readyLine(this.spawn()));
    return Date.now() - began;
  }

  /** Starts it without waiting. */
  spawn(): ChildProcess {
    this.words = '';
    this.launcher = spawn(process.execPath, [join(PROJECT, 'dist/src/main.js'), 'launch', '--json'], {
      cwd: PROJECT,
      env: {
        PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'],
        LATCHKEY_DATA_DIR: this.dataDir, LATCHKEY_PORT: '0', LATCHKEY_ENGINE_PORT: '0', LATCHKEY_ENGINE_AGENT_PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.launcher.stderr!.on('data', (chunk: Buffer) => (this.words += chunk.toString()));
    return this.launcher;
  }

  get pid(): number {
    return this.launcher!.pid!;
  }

  /** The process numbers of everything that the launcher has started and that runs. */
  children(): number[] {
    return allProcesses().filter(({ parent }) => parent === this.pid).map(({ pid }) => pid);
  }

  /** Undefined while it does not run. */
  pidOf(part: Part): number | undefined {
    return allProcesses().find(({ parent, command }) => parent === this.pid && COMMAND_OF[part].test(command))?.pid;
  }

  /** Kills one part and returns its number. */
  kill(part: Part): number {
    const pid = this.pidOf(part);
    if (pid === undefined) throw new Error(`${part} does not run:\n${this.words}`);
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  /** Kills the launcher alone: everything else has to notice by itself. */
  async killLauncher(): Promise<void> {
    this.launcher!.kill('SIGKILL');
    await this.ended();
  }

  /** SIGTERM; resolves with the milliseconds until it had ended. */
  async terminate(): Promise<number> {
    const began = Date.now();
    this.launcher!.kill('SIGTERM');
    await this.ended();
    return Date.now() - began;
  }

  /** Whether everything serves, on the word of what depends on everything. */
  async isWhole(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(2_000) });
      const { engine } = (await answer.json()) as { engine: string };
      return answer.status === 200 && engine === 'reachable';
    } catch {
      return false;
    }
  }

  /** Resolves when a statement holds; rejects with what was said meanwhile when it does not in time. */
  async until(statement: string, holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${statement}.\n${this.words}`);
      await sleep(25);
    }
  }

  /** Ends it and removes its data. */
  async discard(): Promise<void> {
    if (this.launcher) await this.terminate();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private ended(): Promise<void> {
    const launcher = this.launcher!;
    if (launcher.exitCode !== null || launcher.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => launcher.once('exit', () => resolve()));
  }

  private readyLine(launcher: ChildProcess): Promise<{ url: string; claimCode: string | null }> {
    return new Promise((resolve, reject) => {
      const refuse = (why: string): void => reject(new Error(`The installation ${why}:\n${this.words}`));
      const patience = setTimeout(() => refuse('did not become ready'), READY_WITHIN_MS);
      createInterface(launcher.stdout!).on('line', (line) => {
        clearTimeout(patience);
        if (line.startsWith('{"event":"ready"')) resolve(JSON.parse(line));
      });
      launcher.once('close', (code) => {
        clearTimeout(patience);
        refuse(`ended with code ${code}`);
      });
    });
  }
}
