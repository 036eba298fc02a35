import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import { OperatorSessionEntity } from '../../src/accounts/sessions/operator-session.entity.js';
import { migrate, openDataSource } from '../../src/platform/database/data-source.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { type Fleet, fleetOf, seedFleet } from './seed-fleet.js';

/** A seeded database of one size, and the connection that measurements share. */
export interface FleetDatabase {
  readonly size: number;
  readonly source: DataSource;
  readonly fleet: Fleet;
}

/** One durable PostgreSQL with a database for each size; a folder that is named is kept, and what it holds is used again. */
export class FleetDatabases {
  private readonly open: DataSource[] = [];

  private constructor(
    private readonly urlOf: (database: string) => string,
    private readonly stop: () => Promise<void>,
  ) {}

  static async start(folder: string | undefined): Promise<FleetDatabases> {
    const dataDir = resolve(folder ?? mkdtempSync(join(tmpdir(), 'latchkey-bench-')));
    const ownerPassword = createHash('sha256').update(dataDir).digest('base64url');
    const postgres = await startEmbeddedPostgres({ dataDir, ownerPassword, sharedBuffers: '2GB', maxConnections: 30 });
    return new FleetDatabases(
      (database) => postgres.urlFor('latchkey_owner', ownerPassword, database),
      async () => {
        await postgres.stop();
        if (folder === undefined) rmSync(dataDir, { recursive: true, force: true });
      },
    );
  }

  async ofSize(size: number): Promise<FleetDatabase> {
    const name = `fleet_${size}`;
    const server = await openDataSource({ url: this.urlOf('postgres'), poolSize: 1 });
    const known: unknown[] = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.length === 0) await this.seeded(server, name, size);
    await server.destroy();
    const source = await openDataSource({ url: this.urlOf(name), poolSize: 4, entities: [OperatorSessionEntity] });
    this.open.push(source);
    await migrate(source);
    return { size, source, fleet: await fleetOf(source) };
  }

  async close(): Promise<void> {
    for (const source of this.open) await source.destroy();
    await this.stop();
  }

  /** Renamed when it is whole, so that an interrupted seeding is never measured. */
  private async seeded(server: DataSource, name: string, size: number): Promise<void> {
    await server.query(`DROP DATABASE IF EXISTS ${name}_unfinished`);
    await server.query(`CREATE DATABASE ${name}_unfinished`);
    const source = await openDataSource({ url: this.urlOf(`${name}_unfinished`), poolSize: 3 });
    await migrate(source);
    await seedFleet(source, size);
    await source.destroy();
    await server.query(`ALTER DATABASE ${name}_unfinished RENAME TO ${name}`);
  }
}
