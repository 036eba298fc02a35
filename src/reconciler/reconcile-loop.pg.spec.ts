import { randomUUID } from 'node:crypto';
import { coreKeys } from '../../test/support/core-keys.js';
import { smallFleet, type SmallFleet } from '../../test/support/small-fleet.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { WakeUps } from '../platform/wake-ups/wake-ups.js';
import type { OpenInstances } from './open-instances.js';
import { ReconcileLoop } from './reconcile-loop.js';

describe('the loop of core', () => {
  let database: TestDatabase;
  let fleet: SmallFleet;
  let loops: ReconcileLoop[];
  let wakeUps: WakeUps;
  const complaints: string[] = [];

  beforeEach(async () => {
    database = await openTestDatabase();
    fleet = await smallFleet(database.dataSource, 1);
    wakeUps = new WakeUps(database.ownerUrl);
    await wakeUps.start();
    const log = { info: () => undefined, warn: (_: unknown, message: string) => void complaints.push(message) };
    const nothingOpen = { provider: () => undefined } as unknown as OpenInstances;
    const { certificates } = await coreKeys(new UnitOfWork(database.dataSource));
    loops = [0, 1].map(() => new ReconcileLoop(new UnitOfWork(database.dataSource), wakeUps, nothingOpen, () => null, null, certificates, log));
  });
  afterEach(async () => {
    for (const loop of loops) await loop.stop();
    await wakeUps.close();
    await database.close();
  });

  const sql = <T = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<T[]> => database.dataSource.query(text, values);

  it('sleeps until the next expiry and ends it then, once, with two of them on one database', async () => {
    const id = randomUUID();
    await sql(
      `INSERT INTO exclusion (id, kind, site_id, reason, author_name, expires_at) VALUES ($1, 'exclude', $2, 'rented out', 'Dana', now() + interval '1 second')`,
      id, fleet.siteId,
    );
    for (const loop of loops) loop.start();
    for (const until = Date.now() + 5000; Date.now() < until && (await sql('SELECT 1 FROM exclusion WHERE ended_at IS NULL')).length > 0; )
      await new Promise((resolve) => setTimeout(resolve, 20));
    const [ended] = await sql(`SELECT end_reason, clock_timestamp() - expires_at < interval '3 seconds' AS prompt FROM exclusion`);
    expect(ended).toEqual({ end_reason: 'expired', prompt: true });
    for (const loop of loops) await loop.stop();
    expect(await sql(`SELECT subject_id FROM audit_entry WHERE action = 'exclusion.expire'`)).toEqual([{ subject_id: id }]);
    expect(complaints).toEqual([]);
  });
});
