import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { choosePostgresAccount } from './embedded-postgres-account.js';
import { ensureCluster, OWNER_LOGIN } from './embedded-postgres-cluster.js';
import { preparePostgresHome, preparePostgresSocketFolder, type PostgresHome } from './embedded-postgres-home.js';
import { isLivingPostgres, readPostmasterRecord } from './embedded-postgres-pidfile.js';
import { PostmasterDidNotStart, startPostmaster, type PostgresTuning, type PostmasterProcess, type StopPatience } from './embedded-postgres-process.js';

export interface EmbeddedPostgresOptions extends Partial<PostgresTuning> {
  readonly dataDir: string;
  readonly ownerPassword: string;
  /** Members of this group may reach the socket: web and core, when they run under accounts of their own. */
  readonly socketGroup?: number;
  readonly log?: (line: string) => void;
}

/** A serving PostgreSQL. */
export interface EmbeddedPostgres {
  readonly pid: number;
  readonly version: number;
  /** True when another process had already started it: then `stop` leaves it alone. */
  readonly adopted: boolean;
  readonly socketFolder: string;
  /** Resolves with a sentence when the server has ended. */
  readonly ended: Promise<string>;
  urlFor(login: string, password: string, database: string): string;
  stop(patience?: StopPatience): Promise<void>;
}

const PATIENCE: StopPatience = { politeMs: 20_000, hardMs: 5_000 };
const LOCK_FILE_PATIENCE_MS = 60_000;

/**
 * Serves a private PostgreSQL on a Unix socket from a folder below `dataDir`, made at the first start; it dies with us.
 * Rejects with a sentence for people when there are no binaries, the cluster is of another major version or cannot start.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32') throw new Error('The embedded PostgreSQL needs Unix sockets; on Windows set DATABASE_URL.');
  const account = choosePostgresAccount();
  const home = preparePostgresHome(options.dataDir, account);
  const tuning = { durability: 'full' as const, maxConnections: 60, sharedBuffers: '128MB', ...given(options) };
  const log = options.log ?? (() => undefined);
  const deadline = Date.now() + LOCK_FILE_PATIENCE_MS;
  for (;;) {
    const adopted = await adopt(home, options.ownerPassword);
    if (adopted) return adopted;
    try {
      await ensureCluster(home, account, { ownerPassword: options.ownerPassword, durability: tuning.durability });
      const socketFolder = preparePostgresSocketFolder(home.holder, account, options.socketGroup);
      const postmaster = await startPostmaster(home, account, socketFolder, tuning, log);
      return started(home, postmaster, socketFolder);
    } catch (error) {
      if (!(error instanceof PostmasterDidNotStart) || !error.mayPass || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

function started(home: PostgresHome, postmaster: PostmasterProcess, socketFolder: string): EmbeddedPostgres {
  return {
    pid: postmaster.pid,
    version: home.binaries.majorVersion,
    adopted: false,
    socketFolder,
    ended: postmaster.ended,
    urlFor: (login, password, database) => socketUrl(socketFolder, login, password, database),
    stop: async (patience = PATIENCE) => {
      await postmaster.stop(patience);
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}

/** Joins a server that already serves this cluster, waiting for one that is only just starting or stopping; undefined when there is none. */
async function adopt(home: PostgresHome, ownerPassword: string): Promise<EmbeddedPostgres | undefined> {
  const deadline = Date.now() + LOCK_FILE_PATIENCE_MS;
  for (;;) {
    const record = readPostmasterRecord(home.cluster);
    if (!record || !isLivingPostgres(record.pid)) return undefined;
    const client = new Client({ connectionString: socketUrl(record.socketFolder, OWNER_LOGIN, ownerPassword, 'postgres') });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return adopted(home, record.pid, record.socketFolder);
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        throw new Error(`PostgreSQL (process ${record.pid}) serves ${home.cluster} with another owner password than the one kept beside it.`, { cause: error });
      }
      if (Date.now() > deadline) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

function adopted(home: PostgresHome, pid: number, socketFolder: string): EmbeddedPostgres {
  let watching: NodeJS.Timeout;
  const ended = new Promise<string>((resolve) => {
    watching = setInterval(() => {
      if (isLivingPostgres(pid)) return;
      clearInterval(watching);
      resolve(`PostgreSQL (process ${pid}), which another process had started, has ended`);
    }, 500).unref();
  });
  return {
    pid,
    version: home.binaries.majorVersion,
    adopted: true,
    socketFolder,
    ended,
    urlFor: (login, password, database) => socketUrl(socketFolder, login, password, database),
    stop: async () => clearInterval(watching),
  };
}

/** Node's URL, node-postgres and libpq all read this form; the host in front only satisfies the first. */
function socketUrl(folder: string, login: string, password: string, database: string): string {
  return `postgres://${encodeURIComponent(login)}:${encodeURIComponent(password)}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(folder)}`;
}

function given(options: EmbeddedPostgresOptions): Partial<PostgresTuning> {
  const { durability, maxConnections, sharedBuffers } = options;
  return Object.fromEntries(Object.entries({ durability, maxConnections, sharedBuffers }).filter(([, value]) => value !== undefined));
}
