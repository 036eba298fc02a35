import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { dumpSchema } from './dump-schema.js';

const COMMITTED = join(__dirname, 'schema.sql');

describe('the schema', () => {
  let database: TestDatabase;
  let source: DataSource;
  beforeAll(async () => {
    database = await openTestDatabase();
    source = database.dataSource;
  });
  afterAll(() => database.close());

  it('is the committed one (after a new migration: UPDATE_SCHEMA=1 npx jest schema.pg --selectProjects postgres)', async () => {
    const dump = await source.transaction(dumpSchema);
    if (process.env['UPDATE_SCHEMA'] === '1') writeFileSync(COMMITTED, dump);
    expect(dump).toBe(readFileSync(COMMITTED, 'utf8'));
  });

  it.each([
    'CREATE TABLE planted (id uuid PRIMARY KEY)',
    'ALTER TABLE client ADD COLUMN planted text',
    'ALTER TABLE client ALTER COLUMN name DROP NOT NULL',
    'ALTER TABLE client ALTER COLUMN version SET DEFAULT 2',
    'ALTER TABLE policy ALTER COLUMN name TYPE varchar(40)',
    "ALTER TABLE client ADD CONSTRAINT client_name_is_not_empty CHECK (name <> '')",
    'CREATE INDEX client_by_version ON client (version)',
    'DROP INDEX client_name_is_unique',
    'DROP TRIGGER site_marks_itself ON site',
    "CREATE OR REPLACE FUNCTION mark_sites_dirty(sites uuid[]) RETURNS void LANGUAGE sql AS 'SELECT'",
    'CREATE VIEW planted AS SELECT 1 AS one',
    "CREATE TYPE planted AS ENUM ('a')",
    'CREATE SEQUENCE planted',
    'ALTER TABLE device_presence RESET (fillfactor)',
  ])('is seen to have changed by: %s', async (statement) => {
    const runner = source.createQueryRunner();
    try {
      await runner.startTransaction();
      const before = await dumpSchema(runner.manager);
      await runner.query(statement);
      expect(await dumpSchema(runner.manager)).not.toBe(before);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  });
});
