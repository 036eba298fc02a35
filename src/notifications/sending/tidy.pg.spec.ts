import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { openDataSource } from '../../platform/database/data-source.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { tidy } from './tidy.js';

describe('what is old', () => {
  let database: TestDatabase;
  let core: UnitOfWork;
  beforeAll(async () => {
    database = await openTestDatabase();
    core = new UnitOfWork(await openDataSource({ url: database.coreUrl, poolSize: 1 }));
  });
  afterAll(async () => {
    await core.reads.connection.destroy();
    await database.close();
  });

  it('is forgotten: deliveries and mails after 30 days, what was told after 90', async () => {
    const source = database.dataSource;
    await source.query(`INSERT INTO webhook (id, name, url, sealed_secret) VALUES (gen_random_uuid(), 'Desk', 'https://hooks.example/', '')`);
    for (const days of [29, 31, 89, 91]) {
      await source.query(`INSERT INTO webhook_delivery (id, webhook_id, key, event, body, created_at) SELECT gen_random_uuid(), id, $1::text, 'test', '', now() - make_interval(days => $1::int) FROM webhook`, [String(days)]);
      await source.query(`INSERT INTO outgoing_mail (recipient, made_at) VALUES ($1::text, now() - make_interval(days => $1::int))`, [String(days)]);
      await source.query(`INSERT INTO notification (event, key, occurred_at, raised_at, console, mail, to_post) VALUES ('provider.up', $1::text, now(), now() - make_interval(days => $1::int), true, 'none', false)`, [String(days)]);
    }
    await tidy(core);
    const kept = async (sql: string) => (await source.query<{ kept: string }[]>(sql)).map(({ kept: name }) => name).sort();
    expect(await kept('SELECT key AS kept FROM webhook_delivery')).toEqual(['29']);
    expect(await kept('SELECT recipient AS kept FROM outgoing_mail')).toEqual(['29']);
    expect(await kept('SELECT key AS kept FROM notification')).toEqual(['29', '31', '89']);
  });
});
