import { createHmac, randomBytes } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { openDataSource } from '../database/data-source.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { openCoreSeed } from './core-seed.js';
import { SealingKey } from './sealing-key.js';

describe('the seed of what core derives', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  let database: TestDatabase;
  let core: UnitOfWork;
  beforeAll(async () => {
    database = await openTestDatabase();
    core = new UnitOfWork(await openDataSource({ url: database.coreUrl, poolSize: 4 }));
  });
  afterAll(async () => {
    await core.reads.connection.destroy();
    await database.close();
  });

  it('is one, of however many cores that start at once, and none that somebody with the key could compute', async () => {
    const derived = await Promise.all([1, 2, 3].map(async () => (await openCoreSeed(core, new SealingKey(first))).derive('one')));
    expect(new Set(derived).size).toBe(1);
    expect(derived[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(derived[0]).not.toBe(fromKey(first));
    await expect(openCoreSeed(core, new SealingKey(second))).rejects.toThrow();
  });

  it('is the first key where devices have secrets that came from it, also when that is being exchanged already', async () => {
    await database.dataSource.query('UPDATE core_seed SET sealed = NULL, is_first_key = true');
    expect((await openCoreSeed(core, new SealingKey(second, [first]))).derive('one')).toBe(fromKey(first));
    expect((await openCoreSeed(core, new SealingKey(second))).derive('one')).toBe(fromKey(first));
  });

  it('R20 is nothing that web can read', async () => {
    const web = await openDataSource({ url: database.webUrl, poolSize: 1 });
    await expect(web.query('SELECT sealed FROM core_seed')).rejects.toThrow(/permission denied/);
    await web.destroy();
  });

  const fromKey = (key: Buffer): string => createHmac('sha256', key).update('latchkey-derived:one').digest('hex').slice(0, 32);
});
