import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { coreKeys } from '../../test/support/core-keys.js';
import { eventually } from '../../test/support/gateway-scene.js';
import { smallFleet, type SmallFleet } from '../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { openDataSource } from '../platform/database/data-source.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { WakeUps } from '../platform/wake-ups/wake-ups.js';
import type { OpenInstances } from './open-instances.js';
import { ReconcileLoop } from './reconcile-loop.js';

/** Nothing is opened or said in these tests: no provider, no log. */
const NO_INSTANCES = { provider: () => null } as unknown as OpenInstances;
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe('the loop of core', () => {
  let database: TestDatabase;
  let source: DataSource;
  let wakeUps: WakeUps;
  let loops: ReconcileLoop[];
  let fleet: SmallFleet;

  beforeEach(async () => {
    database = await openTestDatabase();
    source = await openDataSource({ url: database.coreUrl, poolSize: 4 });
    wakeUps = new WakeUps(database.coreUrl);
    await wakeUps.start();
    fleet = await smallFleet(database.dataSource, 20);
    const { certificates } = await coreKeys(new UnitOfWork(source));
    loops = [1, 2].map(() => new ReconcileLoop(new UnitOfWork(source), wakeUps, NO_INSTANCES, () => null, null, certificates, QUIET));
    for (const loop of loops) loop.start();
  });

  afterEach(async () => {
    for (const loop of loops) await loop.stop();
    await wakeUps.close();
    await source.destroy();
    await database.close();
  });

  // The shape is what the test asserts.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const sql = (text: string, ...values: unknown[]): Promise<any[]> => database.dataSource.query(text, values);

  it('has every device in its groups within moments of a change, with two of it running', async () => {
    const vip = randomUUID();
    await sql(`INSERT INTO device_group (id, name, filter) VALUES ($1, 'VIP', 'tag:vip')`, vip);
    for (const [index, id] of fleet.deviceIds.entries()) {
      await sql('UPDATE device SET tags = $2 WHERE id = $1', id, ['vip']);
      if (index % 2 === 1) await sql('UPDATE device SET tags = $2 WHERE id = $1', id, ['other']);
    }
    const wanted = fleet.deviceIds.filter((_, index) => index % 2 === 0);
    await eventually(async () => (await sql('SELECT FROM stale_membership')).length === 0);
    const members = await sql('SELECT device_id FROM device_group_member WHERE group_id = $1 ORDER BY device_id', vip);
    expect(members.map((row) => row.device_id as string)).toEqual([...wanted].sort());
  });
});
