import { scryptSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { ensureSetupClaim } from '../accounts/setup-claim.js';
import { migrate, openDataSource } from '../platform/database/data-source.js';
import { OWNER_LOGIN } from '../platform/database/embedded-postgres-cluster.js';
import type { EmbeddedPostgres } from '../platform/database/embedded-postgres.js';
import { applyGrants } from '../platform/database/grants.js';
import { CORE_LOGIN, ensureLogins, WEB_LOGIN } from '../platform/database/logins.js';
import type { DataFolder } from './data-folder.js';

/** Three ways into the database of this installation. */
export interface DatabaseAddresses {
  readonly ownerUrl: string;
  readonly coreUrl: string;
  readonly webUrl: string;
}

/** A database that is ready to be worked with. */
export interface PreparedDatabase {
  readonly addresses: DatabaseAddresses;
  /** Null when an administrator already exists. */
  readonly claimCode: string | null;
  /** False where the server does not let us make logins: then web and core use the owner's. */
  readonly hasOwnLogins: boolean;
}

const DATABASE = 'latchkey';
const OLDEST_SERVER = 150_000;
const SERVER_PATIENCE_MS = 60_000;

/** The addresses in a cluster of our own, with drawn passwords that are kept in the data folder. */
export function embeddedAddresses(postgres: EmbeddedPostgres, data: DataFolder): DatabaseAddresses {
  const address = (login: string, file: string): string => postgres.urlFor(login, passwordOf(data, file), DATABASE);
  return {
    ownerUrl: address(OWNER_LOGIN, 'postgres-owner'),
    coreUrl: address(CORE_LOGIN, 'postgres-core'),
    webUrl: address(WEB_LOGIN, 'postgres-web'),
  };
}

/** The password of the embedded cluster's owner. */
export function ownerPassword(data: DataFolder): string {
  return passwordOf(data, 'postgres-owner');
}

/**
 * The addresses on a given server. The logins' passwords follow from the owner's, one way, so that several launchers on
 * one database agree; an owner without a password gives nothing to follow from, and they are drawn and kept like those of our own cluster.
 */
export function externalAddresses(ownerUrl: string, data: DataFolder): DatabaseAddresses {
  const owner = new URL(ownerUrl);
  const address = (login: string, file: string): string => {
    const url = new URL(ownerUrl);
    url.username = login;
    url.password = owner.password
      ? scryptSync(decodeURIComponent(owner.password), `latchkey ${owner.hostname}${owner.pathname} ${login}`, 32).toString('base64url')
      : passwordOf(data, file);
    return url.toString();
  };
  return { ownerUrl, coreUrl: address(CORE_LOGIN, 'postgres-core'), webUrl: address(WEB_LOGIN, 'postgres-web') };
}

/** Makes the installation's database in our own cluster unless it is there. */
export async function ensureEmbeddedDatabase(postgres: EmbeddedPostgres, data: DataFolder): Promise<void> {
  const server = await openDataSource({ url: postgres.urlFor(OWNER_LOGIN, ownerPassword(data), 'postgres'), poolSize: 1 });
  try {
    const found: unknown[] = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.length === 0) await server.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await server.destroy();
  }
}

/** Brings schema, logins, grants and the set-up claim to where this version needs them; waits a minute for a server that is not up yet. */
export async function prepareDatabase(addresses: DatabaseAddresses, say: (sentence: string) => void): Promise<PreparedDatabase> {
  const source = await openPatiently(addresses.ownerUrl, say);
  try {
    const [{ version }] = await source.query<[{ version: number }]>(`SELECT current_setting('server_version_num')::int AS version`);
    if (version < OLDEST_SERVER) throw new Error(`The database server is PostgreSQL ${Math.floor(version / 10_000)}; version 15 or newer is needed.`);
    await migrate(source);
    const hasOwnLogins = await tryLogins(source, addresses);
    if (hasOwnLogins) await applyGrants(source);
    return {
      addresses: hasOwnLogins ? addresses : { ownerUrl: addresses.ownerUrl, coreUrl: addresses.ownerUrl, webUrl: addresses.ownerUrl },
      claimCode: await ensureSetupClaim(source),
      hasOwnLogins,
    };
  } finally {
    await source.destroy();
  }
}

async function tryLogins(source: DataSource, { coreUrl, webUrl }: DatabaseAddresses): Promise<boolean> {
  const password = (url: string): string => decodeURIComponent(new URL(url).password);
  try {
    await ensureLogins(source, { core: password(coreUrl), web: password(webUrl) });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    return false;
  }
}

async function openPatiently(url: string, say: (sentence: string) => void): Promise<DataSource> {
  const deadline = Date.now() + SERVER_PATIENCE_MS;
  for (let tries = 1; ; tries++) {
    try {
      return await openDataSource({ url, poolSize: 2, applicationName: 'latchkey launcher' });
    } catch (error) {
      const isPassing = ['ECONNREFUSED', 'ENOENT', 'EAI_AGAIN', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', '57P03', '53300'].includes((error as { code?: string }).code ?? '');
      if (!isPassing || Date.now() > deadline) throw new Error(`The database cannot be reached: ${(error as Error).message}`, { cause: error });
      if (tries === 1) say(`waiting for the database (${(error as Error).message})`);
      await sleep(500);
    }
  }
}

function passwordOf(data: DataFolder, file: string): string {
  return data.secret(`${file}.password`, 24).toString('base64url');
}
