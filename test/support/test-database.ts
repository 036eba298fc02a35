import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { openDataSource } from '../../src/platform/database/data-source.js';

export const TEMPLATE = 'latchkey_template';
/** Logins of a throw-away cluster that only listens on a private socket. */
export const TEST_PASSWORDS = { core: 'core-of-a-test', web: 'web-of-a-test' } as const;

export interface TestDatabase {
  /** As the owner. */
  readonly dataSource: DataSource;
  readonly ownerUrl: string;
  readonly coreUrl: string;
  readonly webUrl: string;
  close(): Promise<void>;
}

/** A fresh, migrated database of its own, as empty as a new installation; dropped at `close`. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env['LATCHKEY_TEST_DATABASE_URL'];
  if (!serverUrl) throw new Error('The postgres project of jest serves the database; run through `npm test`.');
  const name = `w_${process.env['JEST_WORKER_ID'] ?? '0'}_${randomBytes(4).toString('hex')}`;
  const server = await openDataSource({ url: serverUrl, poolSize: 1 });
  await server.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
  const ownerUrl = withDatabase(serverUrl, name);
  const dataSource = await openDataSource({ url: ownerUrl, poolSize: 6 });
  return {
    dataSource,
    ownerUrl,
    coreUrl: withLogin(ownerUrl, 'latchkey_core', TEST_PASSWORDS.core),
    webUrl: withLogin(ownerUrl, 'latchkey_web', TEST_PASSWORDS.web),
    close: async () => {
      await dataSource.destroy();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.destroy();
    },
  };
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
}

function withLogin(url: string, login: string, password: string): string {
  const changed = new URL(url);
  changed.username = login;
  changed.password = password;
  return changed.toString();
}
