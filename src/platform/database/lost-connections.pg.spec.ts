import { setTimeout as delay } from 'node:timers/promises';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';

interface Checked {
  readonly processID: number;
  release(error?: Error): void;
}

describe('a connection that the server ends', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('between leaving the pool and its first query costs that query and nothing else', async () => {
    const { master } = database.dataSource.driver as unknown as { readonly master: { connect(): Promise<Checked> } };
    const taken = await master.connect();
    // An error event without a listener would end this process.
    await database.dataSource.query('SELECT pg_terminate_backend($1)', [taken.processID]);
    await delay(200);
    taken.release(new Error('ended by the server'));
    expect(await database.dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
