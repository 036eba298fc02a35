import { Client } from 'pg';
import { DataFolder } from '../../src/launcher/data-folder.js';
import { ownerPassword } from '../../src/launcher/installation-database.js';
import { OWNER_LOGIN } from '../../src/platform/database/embedded-postgres-cluster.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';

const INSTALLATION = 'latchkey';

/** The database server of an installation that runs on this machine, as its owner sees it: to listen to, and to measure floors on the same server. */
export class InstallationPostgres {
  private constructor(
    private readonly urlOf: (database: string) => string,
    private readonly listener: Client,
  ) {}

  static async of(dataDir: string): Promise<InstallationPostgres> {
    const password = ownerPassword(DataFolder.prepare(dataDir));
    // Another process serves it, so this only joins.
    const postgres = await startEmbeddedPostgres({ dataDir, ownerPassword: password });
    const urlOf = (database: string): string => postgres.urlFor(OWNER_LOGIN, password, database);
    const listener = new Client({ connectionString: urlOf(INSTALLATION) });
    await listener.connect();
    await listener.query('LISTEN latchkey_reconcile');
    return new InstallationPostgres(urlOf, listener);
  }

  /** The address of an empty database beside the installation's. */
  async beside(name: string): Promise<string> {
    await this.listener.query(`DROP DATABASE IF EXISTS ${name}`);
    await this.listener.query(`CREATE DATABASE ${name}`);
    return this.urlOf(name);
  }

  /** The moment at which the next change that moves anything is committed, by this process's clock. */
  nextCommit(): Promise<number> {
    return new Promise((done) => this.listener.once('notification', () => done(performance.now())));
  }

  async close(): Promise<void> {
    await this.listener.end();
  }
}
