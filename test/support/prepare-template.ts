import { migrate, openDataSource } from '../../src/platform/database/data-source.js';
import { applyGrants } from '../../src/platform/database/grants.js';
import { ensureLogins } from '../../src/platform/database/logins.js';
import { TEMPLATE, TEST_PASSWORDS, withDatabase } from './test-database.js';

/** Migrates the database that all test databases are copied from; an older one is replaced. */
export async function prepareTemplate(serverUrl: string): Promise<void> {
  const server = await openDataSource({ url: serverUrl, poolSize: 1 });
  await server.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await server.query(`CREATE DATABASE ${TEMPLATE}`);
  await server.destroy();
  const template = await openDataSource({ url: withDatabase(serverUrl, TEMPLATE), poolSize: 2 });
  await migrate(template);
  await ensureLogins(template, TEST_PASSWORDS);
  await applyGrants(template);
  await template.destroy();
}
