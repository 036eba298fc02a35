import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDataSource } from '../../src/platform/database/data-source.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { isLivingPostgres, readPostmasterRecord } from '../../src/platform/database/embedded-postgres-pidfile.js';
import { applyGrants } from '../../src/platform/database/grants.js';
import { CORE_LOGIN, ensureLogins, WEB_LOGIN } from '../../src/platform/database/logins.js';

/** What a test file must know to make its own database; travels to jest's workers as JSON in `LATCHKEY_TEST_CLUSTER`. */
export interface TestCluster {
  /** As the owner, on the maintenance database. */
  readonly ownerUrl: string;
  /** A migrated database without rows, to be copied. */
  readonly template: string;
  readonly logins: { readonly core: string; readonly web: string };
}

const FOLDER_PREFIX = 'latchkey-test-pg-';

/** Serves one PostgreSQL for a whole test run, or uses `LATCHKEY_TEST_DATABASE_URL`, and migrates the template in it. */
export async function startTestCluster(): Promise<{ cluster: TestCluster; stop(): Promise<void> }> {
  const external = process.env['LATCHKEY_TEST_DATABASE_URL'];
  return external ? useExternalServer(external) : serveOwnCluster();
}

async function serveOwnCluster(): Promise<{ cluster: TestCluster; stop(): Promise<void> }> {
  sweepAbandonedFolders();
  const dataDir = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
  const ownerPassword = randomBytes(24).toString('base64url');
  const postgres = await startEmbeddedPostgres({
    dataDir,
    ownerPassword,
    durability: 'none',
    maxConnections: 120,
    sharedBuffers: '64MB',
  });
  const ownerUrl = postgres.urlFor('latchkey_owner', ownerPassword, 'postgres');
  return {
    cluster: await prepareTemplate(ownerUrl, 'latchkey_template'),
    async stop() {
      await postgres.stop({ politeMs: 3_000, hardMs: 2_000 });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function useExternalServer(ownerUrl: string): Promise<{ cluster: TestCluster; stop(): Promise<void> }> {
  const template = `latchkey_template_${randomBytes(4).toString('hex')}`;
  const cluster = await prepareTemplate(ownerUrl, template);
  return {
    cluster,
    async stop() {
      const owner = await openDataSource(ownerUrl);
      await owner.query(`DROP DATABASE IF EXISTS ${template}`);
      await owner.destroy();
    },
  };
}

async function prepareTemplate(ownerUrl: string, template: string): Promise<TestCluster> {
  // Derived, not drawn: two runs on one external server must agree on the passwords of the logins they share.
  const passwordOf = (login: string): string => createHash('sha256').update(`${ownerUrl} ${login}`).digest('base64url');
  const passwords = { core: passwordOf(CORE_LOGIN), web: passwordOf(WEB_LOGIN) };
  const owner = await openDataSource(ownerUrl);
  await owner.query(`CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8'`);
  await ensureLogins(owner, passwords);
  await owner.destroy();
  const source = await openDataSource(inDatabase(ownerUrl, template));
  await migrate(source);
  await applyGrants(source);
  await source.destroy();
  return { ownerUrl, template, logins: passwords };
}

/** The same server and login, another database. */
export function inDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

/** Folders of runs that were killed: their PostgreSQL died with them, the files stayed. */
function sweepAbandonedFolders(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const folder = join(tmpdir(), name);
    const record = readPostmasterRecord(join(folder, 'postgres', 'cluster'));
    const found = statSync(folder, { throwIfNoEntry: false });
    // An hour's grace: a run beside us may be between making its folder and starting its server.
    if (!found || Date.now() - found.mtimeMs < 3_600_000 || (record && isLivingPostgres(record.pid))) continue;
    rmSync(folder, { recursive: true, force: true });
  }
}
