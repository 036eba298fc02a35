import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, type PostgresAccount } from './embedded-postgres-account.js';
import { POSTGRES_ENVIRONMENT } from './embedded-postgres-cluster.js';
import type { PostgresHome } from './embedded-postgres-home.js';
import { isLivingPostgres, readPostmasterRecord } from './embedded-postgres-pidfile.js';

/** How PostgreSQL is told to run; `none` gives up crash safety for the speed of tests. */
export interface PostgresTuning {
  readonly durability: 'full' | 'none';
  readonly maxConnections: number;
  readonly sharedBuffers: string;
}

/** One running postmaster that we started. */
export interface PostmasterProcess {
  readonly pid: number;
  /** Resolves with a sentence when the process has ended, for whatever reason. */
  readonly ended: Promise<string>;
  stop(patience: StopPatience): Promise<void>;
}

/** How long a stop waits for open transactions (then for the crash-like stop) before the next, harder signal. */
export interface StopPatience {
  readonly politeMs: number;
  readonly hardMs: number;
}

/** Thrown when the postmaster did not come up; `mayPass` when what hinders it goes away by itself. */
export class PostmasterDidNotStart extends Error {
  constructor(readonly output: string) {
    super(`PostgreSQL did not start: ${output.trim().split('\n').slice(-6).join(' / ') || 'it said nothing'}`);
  }

  /** A predecessor is still going down, or its orphaned backends still hold the shared memory. */
  get mayPass(): boolean {
    return /lock file|shared memory block|is still in use/i.test(this.output);
  }
}

/**
 * A shell that becomes PostgreSQL and leaves a watcher behind. The watcher holds the other end of our pipe: when we are
 * killed it reads the end of file and stops PostgreSQL; when PostgreSQL ended first we say so, because its number may
 * belong to a stranger by then.
 */
const START_WITH_DEAD_MANS_PIPE = `
postmaster=$$
( ( trap '' INT TERM; read -r word <&3 || kill -INT "$postmaster" ) >/dev/null 2>&1 & ) 3<&0
exec "$@" </dev/null`;

/** Starts a postmaster and resolves when it accepts connections; rejects with `PostmasterDidNotStart`. */
export async function startPostmaster(
  home: PostgresHome,
  account: PostgresAccount,
  socketFolder: string,
  tuning: PostgresTuning,
  log: (line: string) => void,
): Promise<PostmasterProcess> {
  const child = spawn('/bin/sh', ['-c', START_WITH_DEAD_MANS_PIPE, 'sh', join(home.binaries.folder, 'postgres'), ...settings(home, socketFolder, tuning)], {
    ...identityOf(account),
    cwd: home.holder,
    env: { ...POSTGRES_ENVIRONMENT, ...ignoringStaleOwner(home.cluster) },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Its own process group: Ctrl-C reaches us first, and we stop the database last.
    detached: true,
  });
  let output = '';
  const note = (chunk: Buffer): void => {
    if (output.length < 16_384) output += chunk.toString();
    for (const line of chunk.toString().split('\n')) if (line.trim()) log(line);
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  child.stdin.on('error', () => undefined);
  const ended = endOf(child);
  let isOver = false;
  void ended.then(() => (isOver = true));
  const deadline = Date.now() + 120_000;
  while (!isOver && Date.now() < deadline) {
    const record = readPostmasterRecord(home.cluster);
    if (record?.pid === child.pid && record?.isReady) {
      return { pid: record.pid, ended, stop: (patience) => stopPostmaster(child, ended, patience) };
    }
    await Promise.race([sleep(15), ended]);
  }
  if (!isOver) await stopPostmaster(child, ended, { politeMs: 0, hardMs: 1_000 });
  throw new PostmasterDidNotStart(output);
}

function settings(home: PostgresHome, socketFolder: string, tuning: PostgresTuning): string[] {
  const chosen: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    port: '5432',
    max_connections: String(tuning.maxConnections),
    shared_buffers: tuning.sharedBuffers,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '[%p] ',
    ...(tuning.durability === 'none' ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  return ['-D', home.cluster, ...Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** A killed postmaster that nobody reaped, or a stranger with its number, looks alive to PostgreSQL; this is its own way to be told otherwise. */
function ignoringStaleOwner(cluster: string): { PG_GRANDPARENT_PID?: string } {
  const record = readPostmasterRecord(cluster);
  return record && !isLivingPostgres(record.pid) ? { PG_GRANDPARENT_PID: String(record.pid) } : {};
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`PostgreSQL could not be started: ${error.message}`));
    child.once('exit', (code, signal) => {
      child.stdin?.end('ended\n');
      resolve(signal ? `PostgreSQL was ended by ${signal}` : `PostgreSQL ended with code ${code}`);
    });
  });
}

async function stopPostmaster(child: ChildProcess, ended: Promise<string>, patience: StopPatience): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', patience.politeMs],
    ['SIGQUIT', patience.hardMs],
    ['SIGKILL', 5_000],
  ];
  for (const [signal, waitMs] of steps) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    const timer = new AbortController();
    const isOver = await Promise.race([ended.then(() => true), sleep(waitMs, false, { signal: timer.signal }).catch(() => false)]);
    timer.abort();
    if (isOver) return;
  }
}
