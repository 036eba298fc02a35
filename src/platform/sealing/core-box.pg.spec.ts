import { randomBytes } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { openDataSource } from '../database/data-source.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { openCoreBox, sealForCore } from './core-box.js';
import { SealingKey } from './sealing-key.js';

describe('the box of core', () => {
  const sealing = new SealingKey(randomBytes(32));
  let database: TestDatabase;
  let core: UnitOfWork;
  let web: UnitOfWork;
  beforeAll(async () => {
    database = await openTestDatabase();
    core = new UnitOfWork(await openDataSource({ url: database.coreUrl, poolSize: 4 }));
    web = new UnitOfWork(await openDataSource({ url: database.webUrl, poolSize: 1 }));
  });
  afterAll(async () => {
    for (const unit of [core, web]) await unit.reads.connection.destroy();
    await database.close();
  });

  it('takes nothing before there is one', async () => {
    await expect(sealForCore(web.reads, 'mail', Buffer.from('word'))).rejects.toMatchObject({ code: 'API-UNAVAILABLE-01' });
  });

  it('is one, of however many cores that start at once, and the same after the next start', async () => {
    const boxes = await Promise.all([1, 2, 3].map(() => openCoreBox(core, sealing)));
    const sealed = await sealForCore(web.reads, 'mail', Buffer.from('word'));
    for (const box of [...boxes, await openCoreBox(core, sealing)]) expect(box.open('mail', sealed).toString()).toBe('word');
  });

  it('R20 is filled by web, which can neither open nor exchange it', async () => {
    await expect(web.reads.query('SELECT sealed_private_key FROM core_box_secret')).rejects.toThrow(/permission denied/);
    await expect(web.reads.query('UPDATE core_box SET public_key = $1', [randomBytes(32)])).rejects.toThrow(/permission denied/);
    await expect(web.reads.query('INSERT INTO core_box (id, public_key) VALUES (gen_random_uuid(), $1)', [randomBytes(32)])).rejects.toThrow(/permission denied/);
  });

  it('stays shut for who has not the key of the installation', async () => {
    await expect(openCoreBox(core, new SealingKey(randomBytes(32)))).rejects.toThrow();
  });
});
