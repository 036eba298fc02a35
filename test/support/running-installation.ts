import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';
import { freePort } from './free-port.js';
import { descendantsOf, killHard, type SeenProcess } from './processes.js';

const PROJECT = resolve(__dirname, '../..');
const PROGRAM = join(PROJECT, 'dist/src/main.js');
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

interface ReadyLine {
  readonly url: string;
  readonly claimCode: string;
}

/** The real program, started as people start it, on free ports and an empty data folder. */
export class RunningInstallation {
  private constructor(
    private readonly launcher: ChildProcess,
    readonly dataDir: string,
    readonly url: string,
    readonly claimCode: string,
    readonly enginePagePort: number,
    private readonly words: string[],
  ) {}

  /** Resolves when it says that it is ready; throws with its last words when it does not. `flags` as people give them to `npm start`. */
  static async start(...flags: readonly string[]): Promise<RunningInstallation> {
    if (!existsSync(PROGRAM)) throw new Error('The program is not built; run `npm run build` first.');
    const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-installation-'));
    const [port, pagePort, agentPort] = [await freePort(), await freePort(), await freePort()];
    const launcher = spawn(process.execPath, [PROGRAM, 'launch', '--json', ...flags], {
      cwd: PROJECT,
      env: {
        PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'],
        LATCHKEY_DATA_DIR: dataDir, LATCHKEY_PORT: String(port), LATCHKEY_ENGINE_PORT: String(pagePort), LATCHKEY_ENGINE_AGENT_PORT: String(agentPort),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const words: string[] = [];
    createInterface(launcher.stderr).on('line', (line) => words.splice(0, Math.max(0, words.push(line) - 200)));
    try {
      const { url, claimCode } = await readyLine(launcher, words);
      return new RunningInstallation(launcher, dataDir, url, claimCode, pagePort, words);
    } catch (error) {
      await end(launcher);
      rmSync(dataDir, { recursive: true, force: true });
      throw error;
    }
  }

  get isAlive(): boolean {
    return this.launcher.exitCode === null && this.launcher.signalCode === null;
  }

  /** What the launcher said last, for the message of a failed test. */
  get lastWords(): string {
    return this.words.slice(-40).join('\n');
  }

  /** The process of one part, undefined while it is down. */
  pidOf(part: ServerPart): number | undefined {
    const launcher = this.launcher.pid!;
    return descendantsOf(launcher).find((seen) => IS_PART[part](seen, launcher))?.pid;
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

  /** Stops everything, and takes the data folder away. */
  async stop(): Promise<void> {
    await end(this.launcher);
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function readyLine(launcher: ChildProcess, words: readonly string[]): Promise<ReadyLine> {
  return new Promise((done, fail) => {
    const refuse = (why: string): void => fail(new Error(`The installation ${why}:\n${words.join('\n')}`));
    const patience = setTimeout(() => refuse('did not become ready'), READY_WITHIN_MS);
    createInterface(launcher.stdout!).on('line', (line) => {
      if (!line.startsWith('{"event":"ready"')) return;
      clearTimeout(patience);
      done(JSON.parse(line) as ReadyLine);
    });
    launcher.once('exit', (code) => {
      clearTimeout(patience);
      refuse(`ended with code ${code}`);
    });
  });
}

/** Asks the launcher to end and, where it does not, kills it and what it had started, each by its number. */
async function end(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null || launcher.signalCode !== null) return;
  const started = descendantsOf(launcher.pid!).map(({ pid }) => pid);
  const ended = new Promise((done) => launcher.once('exit', done));
  launcher.kill('SIGTERM');
  const isOver = await Promise.race([ended.then(() => true), sleep(STOPPED_WITHIN_MS, false, { ref: false })]);
  if (!isOver) for (const pid of [launcher.pid!, ...started]) killHard(pid);
  await ended;
}
