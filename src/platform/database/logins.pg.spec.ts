import { Client } from 'pg';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ensureLogins } from './logins.js';

describe('the logins of the two processes', () => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await openTestDatabase()));
  afterAll(() => database.close());

  const askAs = async (url: string, statement: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  };

  it('let core and web in under their own names', async () => {
    expect(await askAs(database.coreUrl, 'SELECT current_user AS name')).toEqual([{ name: 'latchkey_core' }]);
    expect(await askAs(database.webUrl, 'SELECT current_user AS name')).toEqual([{ name: 'latchkey_web' }]);
  });

  it('keep web out with the password of core', async () => {
    const swapped = new URL(database.webUrl);
    swapped.password = new URL(database.coreUrl).password;
    await expect(askAs(swapped.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it.each(['SELECT * FROM instance_key', 'SELECT * FROM provider_secret', 'DELETE FROM audit_entry', 'CREATE TABLE mine ()'])(
    'refuse web to %s',
    async (statement) => {
      await expect(askAs(database.webUrl, statement)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it.each(['DELETE FROM audit_entry', 'UPDATE audit_entry SET action = action', 'CREATE ROLE friend LOGIN'])('refuse core to %s', async (statement) => {
    await expect(askAs(database.coreUrl, statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('are given their passwords again without harm', async () => {
    const passwords = { core: new URL(database.coreUrl).password, web: new URL(database.webUrl).password };
    await ensureLogins(database.dataSource, passwords);
    expect(await askAs(database.webUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('are stored as verifiers only', async () => {
    const stored: { rolpassword: string }[] = await database.dataSource.query(`SELECT rolpassword FROM pg_authid WHERE rolname IN ('latchkey_core', 'latchkey_web')`);
    expect(stored.map(({ rolpassword }) => rolpassword.split('$')[0])).toEqual(['SCRAM-SHA-256', 'SCRAM-SHA-256']);
  });
});
