import { randomBytes } from 'node:crypto';
import { SimulatedProviderServer } from '../../simulator/provider/provider-server.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { SIMULATED_PROVIDER } from '../../contracts/simulated-provider.js';
import type { CoreConfig } from '../platform/config/process-config.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { openCoreBox } from '../platform/sealing/core-box.js';
import { SealingKey } from '../platform/sealing/sealing-key.js';
import { OpenInstances } from './open-instances.js';

const HOUR_MS = 60 * 60_000;
const silent = { info: () => undefined, warn: () => undefined };

describe('an open provider instance', () => {
  const server = new SimulatedProviderServer();
  let database: TestDatabase;
  let instances: OpenInstances;
  let hours = 0;

  beforeAll(async () => {
    database = await openTestDatabase();
    const engine = { kind: SIMULATED_PROVIDER, name: 'Rehearsal', connection: { url: await server.start(0) }, startedAt: '2026-03-01T08:00:00.000Z', loopbackOnly: true };
    const config: CoreConfig = { databaseUrl: '', dataDir: '', sealingKey: Buffer.alloc(32), olderSealingKeys: [], floors: {}, publicUrl: '', auditSink: null, webhookAllow: [], metricsPort: null, engine };
    const began = Date.now();
    const clock = { now: () => new Date(began + hours * HOUR_MS) };
    const unit = new UnitOfWork(database.dataSource);
    instances = new OpenInstances(unit, await openCoreBox(unit, new SealingKey(randomBytes(32))), config, silent, clock);
    await instances.openAll();
    await database.dataSource.query(`INSERT INTO artifact (provider_instance_id, platform, sha256, size, format, bytes) SELECT id, 'linux-x64', repeat('a', 64), 1, 'executable', '' FROM provider_instance`);
  });
  afterAll(async () => {
    await instances.close();
    await server.stop();
    await database.close();
  });

  const lookedUp = async (): Promise<unknown[]> =>
    (await database.dataSource.query<{ request: unknown }[]>(`SELECT request FROM provider_act WHERE kind = 'ensure-installer'`)).map((row) => row.request);

  it('keeps since when it runs, and tells of a start once', async () => {
    await instances.openAll();
    const read = (text: string) => database.dataSource.query<unknown[]>(text);
    expect(await read('SELECT started_at, round_trip_ms IS NOT NULL AS measured FROM provider_instance')).toEqual([{ started_at: new Date('2026-03-01T08:00:00Z'), measured: true }]);
    expect(await read(`SELECT count(*)::int AS n FROM provider_event WHERE kind = 'started'`)).toEqual([{ n: 1 }]);
  });

  it('is not probed again within the day', async () => {
    hours = 23;
    await instances.openAll();
    expect(await lookedUp()).toEqual([]);
  });

  it('is probed again after a day, and what it offers is looked up for every platform that got it', async () => {
    hours = 25;
    await instances.openAll();
    expect(await lookedUp()).toEqual([{ os: 'linux', arch: 'x64' }]);
  });
});
