import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { CORE_LOGIN, WEB_LOGIN } from '../../src/platform/database/logins.js';
import { inDatabase, type TestCluster } from './test-cluster.js';

/** A migrated, empty database of one test file, with the grants of production. */
export interface TestDatabase {
  /** As the owner of the schema: for arranging and for looking. */
  readonly dataSource: DataSource;
  readonly ownerUrl: string;
  /** As `latchkey_core` and `latchkey_web`: for the code under test. */
  readonly coreUrl: string;
  readonly webUrl: string;
  close(): Promise<void>;
}

let made = 0;

/** Copies the template into a fresh database; about 30 ms. Close it in `afterAll`; what still holds a connection then is cut off. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const cluster = runningCluster();
  const name = `w_${process.env['JEST_WORKER_ID'] ?? '0'}_${++made}_${randomBytes(3).toString('hex')}`;
  const server = await openDataSource({ url: cluster.ownerUrl, poolSize: 1 });
  await server.query(`CREATE DATABASE ${name} TEMPLATE ${cluster.template} STRATEGY file_copy`);
  const ownerUrl = inDatabase(cluster.ownerUrl, name);
  const dataSource = await openDataSource({ url: ownerUrl, poolSize: 6 });
  return {
    dataSource,
    ownerUrl,
    coreUrl: asLogin(ownerUrl, CORE_LOGIN, cluster.logins.core),
    webUrl: asLogin(ownerUrl, WEB_LOGIN, cluster.logins.web),
    async close() {
      if (dataSource.isInitialized) await dataSource.destroy();
      await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.destroy();
    },
  };
}

function runningCluster(): TestCluster {
  const told = process.env['LATCHKEY_TEST_CLUSTER'];
  if (!told) throw new Error('No test database is running: name the file *.pg.spec.ts, so that it belongs to the project "postgres".');
  return JSON.parse(told) as TestCluster;
}

function asLogin(url: string, login: string, password: string): string {
  const changed = new URL(url);
  changed.username = login;
  changed.password = password;
  return changed.toString();
}
