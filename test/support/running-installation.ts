import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { freePort } from './free-port.js';
import { allProcesses, descendantsOf, killHard, type SeenProcess } from './processes.js';

const PROJECT = resolve(__dirname, '../..');
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 15_000;

/** The parts that the launcher keeps running. */
export const SERVER_PARTS = ['web', 'core', 'MeshCentral', 'PostgreSQL'] as const;
export type ServerPart = (typeof SERVER_PARTS)[number];

const IS_PART: Record<ServerPart, (seen: SeenProcess, launcher: number) => boolean> = {
  web: ({ command, parent }, launcher) => parent === launcher && command.endsWith('main.js web'),
  core: ({ command, parent }, launcher) => parent === launcher && command.endsWith('main.js core'),
  MeshCentral: ({ command, parent }, launcher) => parent === launcher && command.includes('meshcentral.js'),
  PostgreSQL: ({ command }) => /\/postgres .*-D /.test(command),
};

/** The real program, started as people start it, on free ports; its parts and itself can be killed, stopped and started again on the same data. */
export class RunningInstallation {
  url = '';
  /** Null as soon as somebody has claimed it. */
  claimCode: string | null = null;
  /** What it told people since its last start. */
  words = '';
  private launcher: ChildProcess | undefined;
  private ports: readonly number[] = [];

  constructor(
    readonly dataDir: string = mkdtempSync(join(tmpdir(), 'latchkey-installation-')),
    private readonly options: readonly string[] = [],
    /** Where the built program is. */
    private readonly programDir = PROJECT,
  ) {}

  /** A new one that is ready; throws with its last words when it does not get that far, and leaves nothing behind. `flags` as people give them to `npm start`. */
  static start(...flags: readonly string[]): Promise<RunningInstallation> {
    return new RunningInstallation(undefined, flags).ready();
  }

  /** The same, of a built program in another folder. */
  static startIn(programDir: string): Promise<RunningInstallation> {
    return new RunningInstallation(undefined, [], programDir).ready();
  }

  /** Starts it, the second time where it was before; resolves with the milliseconds until it was ready, rejects with what it said when it ended instead. */
  async start(): Promise<number> {
    await this.spawn();
    const began = Date.now();
    Object.assign(this, await this.readyLine(this.launcher!));
    return Date.now() - began;
  }

  private async ready(): Promise<this> {
    try {
      await this.start();
      return this;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Starts it without waiting. */
  async spawn(): Promise<void> {
    if (this.ports.length === 0) this.ports = [await freePort(), await freePort(), await freePort()];
    const [port, pagePort, agentPort] = this.ports;
    this.words = '';
    this.launcher = spawn(process.execPath, [join(this.programDir, 'dist/src/main.js'), 'launch', '--json', ...this.options], {
      cwd: this.programDir,
      env: {
        PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'],
        LATCHKEY_DATA_DIR: this.dataDir, LATCHKEY_PORT: String(port), LATCHKEY_ENGINE_PORT: String(pagePort), LATCHKEY_ENGINE_AGENT_PORT: String(agentPort),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.launcher.stderr!.on('data', (chunk: Buffer) => (this.words += chunk.toString()));
  }

  get enginePagePort(): number {
    return this.ports[1]!;
  }

  get pid(): number {
    return this.launcher!.pid!;
  }

  get isAlive(): boolean {
    return this.launcher !== undefined && this.launcher.exitCode === null && this.launcher.signalCode === null;
  }

  /** Null while it runs, and when it was killed. */
  get exitCode(): number | null {
    return this.launcher?.exitCode ?? null;
  }

  /** What the launcher said last, for the message of a failed test. */
  get lastWords(): string {
    return this.words.split('\n').slice(-40).join('\n');
  }

  /** The process numbers of everything that the launcher has started and that runs. */
  children(): number[] {
    return allProcesses().filter(({ parent }) => parent === this.pid).map(({ pid }) => pid);
  }

  /** The process of one part, undefined while it is down. */
  pidOf(part: ServerPart): number | undefined {
    return descendantsOf(this.pid).find((seen) => IS_PART[part](seen, this.pid))?.pid;
  }

  /** Kills one part and returns its number. */
  kill(part: ServerPart): number {
    const pid = this.pidOf(part);
    if (pid === undefined) throw new Error(`${part} was not running when it should have been killed:\n${this.lastWords}`);
    killHard(pid);
    return pid;
  }

  /** Kills the launcher alone: everything else has to notice by itself. */
  async killLauncher(): Promise<void> {
    killHard(this.pid);
    await this.ended();
  }

  /** SIGTERM; resolves with the milliseconds until it had ended. What does not end in time is killed, each by its number. */
  async terminate(): Promise<number> {
    if (!this.isAlive) return 0;
    const began = Date.now();
    const started = descendantsOf(this.pid).map(({ pid }) => pid);
    this.launcher!.kill('SIGTERM');
    const isOver = await Promise.race([this.ended().then(() => true), sleep(STOPPED_WITHIN_MS, false, { ref: false })]);
    if (!isOver) for (const pid of [this.pid, ...started]) killHard(pid);
    await this.ended();
    return Date.now() - began;
  }

  /** Stops everything, and takes the data folder away. */
  async stop(): Promise<void> {
    await this.terminate();
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
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

  /** Asks the database as its owner: for what no page of the product shows. */
  async rows<T extends QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    const password = readFileSync(join(this.dataDir, 'secrets/postgres-owner.password'), 'utf8').trim();
    const host = readFileSync(join(this.dataDir, 'postgres/socket-folder'), 'utf8').trim();
    const client = new Client({ host, user: 'latchkey_owner', password, database: 'latchkey', connectionTimeoutMillis: 5_000, statement_timeout: 10_000 });
    // A server that is killed under the question is the question's refusal, not the end of the test.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<T>(sql, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private ended(): Promise<void> {
    const launcher = this.launcher!;
    if (!this.isAlive) return Promise.resolve();
    return new Promise((done) => launcher.once('exit', () => done()));
  }

  private readyLine(launcher: ChildProcess): Promise<{ url: string; claimCode: string | null }> {
    return new Promise((done, fail) => {
      const refuse = (why: string): void => fail(new Error(`The installation ${why}:\n${this.words}`));
      const patience = setTimeout(() => refuse('did not become ready'), READY_WITHIN_MS);
      createInterface(launcher.stdout!).on('line', (line) => {
        if (!line.startsWith('{"event":"ready"')) return;
        clearTimeout(patience);
        done(JSON.parse(line));
      });
      launcher.once('close', (code) => {
        clearTimeout(patience);
        refuse(`ended with code ${code}`);
      });
    });
  }
}
