import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Client } from 'pg';
import { coreKeys } from '../support/core-keys.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { smallFleet } from '../support/small-fleet.js';

const ROOT = join(__dirname, '..', '..');

describe('R20 the process that faces the network', () => {
  let database: TestDatabase;
  let web: Client;

  beforeAll(async () => {
    database = await openTestDatabase();
    await coreKeys(new UnitOfWork(database.dataSource));
    await smallFleet(database.dataSource, 1);
    web = new Client({ connectionString: database.webUrl });
    await web.connect();
  });
  afterAll(async () => {
    await web.end();
    await database.close();
  });

  const mayDo = async (table: string): Promise<string[]> => {
    const { rows } = await web.query<{ privilege: string }>(
      `SELECT privilege FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege WHERE has_any_column_privilege($1, privilege) AND privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
        UNION SELECT privilege FROM unnest(ARRAY['DELETE', 'TRUNCATE', 'TRIGGER']) AS privilege WHERE has_table_privilege($1, privilege)`,
      [table],
    );
    return rows.map(({ privilege }) => privilege).sort();
  };

  it.each(['instance_key', 'core_box_secret'])('may do nothing at all with %s', async (table) => {
    expect(await mayDo(table)).toEqual([]);
  });

  it('puts in secrets of providers, sealed for core, sees which there are, and takes none out', async () => {
    expect(await mayDo('provider_secret')).toEqual(['DELETE', 'INSERT', 'SELECT']);
    // Only a warning for whoever may do something else with the table; nothing is given.
    await web.query('GRANT SELECT ON provider_secret TO latchkey_web');
    await expect(web.query('SELECT sealed FROM provider_secret')).rejects.toMatchObject({ code: '42501' });
    await expect(web.query('SELECT provider_instance_id, name FROM provider_secret')).resolves.toBeDefined();
  });

  it('may write neither orders nor what is wanted, but for the columns in which it notes what devices say', async () => {
    expect(await mayDo('instruction')).toEqual(['SELECT', 'UPDATE']);
    expect(await mayDo('deployment')).toEqual(['SELECT', 'UPDATE']);
    const { rows } = await web.query<{ at: string }>(
      `SELECT table_name || '.' || column_name AS at FROM information_schema.column_privileges
        WHERE grantee = 'latchkey_web' AND privilege_type = 'UPDATE' AND table_name IN ('instruction', 'deployment') ORDER BY 1`,
    );
    expect(rows.map(({ at }) => at)).toEqual(
      ['deployment.due_at', ...['acknowledged_at', 'detail', 'error_code', 'frame', 'gone', 'outcome', 'percent', 'progress_at', 'reported_at', 'step'].map((column) => `instruction.${column}`)],
    );
  });

  it.each(['server_key', 'artifact', 'provider_site', 'remote_endpoint', 'deployment_status', 'schema_migration', 'audit_seal', 'audit_checkpoint'])('only reads %s', async (table) => {
    expect(await mayDo(table)).toEqual(['SELECT']);
  });

  it('may never do to a table what the owner does: no table can be emptied, watched or changed', async () => {
    const { rows: tables } = await web.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
    expect(tables.length).toBeGreaterThan(50);
    for (const { name } of tables) expect({ name, does: (await mayDo(name)).filter((what) => /TRUNCATE|TRIGGER|REFERENCES/.test(what)) }).toEqual({ name, does: [] });
  });

  it.each([
    ['become core', 'SET ROLE latchkey_core'],
    ['become the owner', `SET SESSION AUTHORIZATION postgres`],
    ['give itself a right', 'GRANT SELECT ON core_box_secret TO latchkey_web'],
    ['join core', 'GRANT latchkey_core TO latchkey_web'],
    ['make an order', `INSERT INTO instruction (id, device_id, seq, generation, kind, attempt, issued_at, expires_at) VALUES ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001', 1, 1, 'collect-diagnostics', 1, now(), now())`],
    ['lengthen an order', `UPDATE instruction SET expires_at = now() + interval '1 year'`],
    ['turn an order into another', `UPDATE instruction SET kind = 'remove-remote-agent'`],
    ['want something', `UPDATE deployment SET desired = 'absent'`],
    ['forge a server key', `INSERT INTO server_key (id, purpose, public_key, signature) VALUES ('x', 'instruction', 'y', 'z')`],
    ['say that a provider is well', `UPDATE provider_instance SET health = 'reachable'`],
    ['pass a server off as the built-in engine', `INSERT INTO provider_instance (id, kind, name, embedded) VALUES (gen_random_uuid(), 'mesh-central', 'x', true)`],
    ['change an installer', `UPDATE artifact SET bytes = ''`],
    ['read passwords of the database', 'SELECT rolpassword FROM pg_authid'],
    ['read a file', `SELECT pg_read_file('/etc/passwd')`],
    ['start a program', `COPY client TO PROGRAM 'true'`],
    ['write a file', `COPY client TO '/tmp/latchkey-was-here'`],
    ['define a function', `CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
    ['load an extension', 'CREATE EXTENSION dblink'],
    ['stop the triggers', 'SET session_replication_role = replica'],
    ['rewrite the audit log', `UPDATE audit_entry SET action = 'nothing'`],
    ['shorten the audit log', 'DELETE FROM audit_entry'],
  ])('cannot %s', async (_, statement) => {
    await expect(web.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|22023|0LP01)$/) });
  });

  it('finds no function that would do it with the rights of another', async () => {
    const { rows } = await web.query(`SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND prosecdef`);
    expect(rows).toEqual([]);
  });

  it('holds no account of the database that could do more: neither login is more than a login', async () => {
    const { rows } = await web.query(
      `SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, (SELECT count(*)::int FROM pg_auth_members WHERE member = r.oid) AS memberships
         FROM pg_roles r WHERE rolname IN ('latchkey_core', 'latchkey_web') ORDER BY 1`,
    );
    const plain = { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false, rolbypassrls: false, memberships: 0 };
    expect(rows).toEqual([{ rolname: 'latchkey_core', ...plain }, { rolname: 'latchkey_web', ...plain }]);
  });

  it('does not even contain the code that signs, or that opens what core has sealed', () => {
    const files = importsOf(join(ROOT, 'src/web.ts'));
    expect(files.size).toBeGreaterThan(200);
    expect([...files].filter((file) => /^src\/(reconciler|launcher)\//.test(file) || file === 'src/core.ts')).toEqual([]);
    // The walk sees what is there: core's own does reach them.
    expect([...importsOf(join(ROOT, 'src/core.ts'))]).toEqual(expect.arrayContaining(['src/platform/sealing/sealing-key.ts', 'src/reconciler/signing-keys.ts']));
  });

  it('cannot sign with what a device would trust: a key of its own is no key of the root', async () => {
    const { rows } = await web.query<{ id: string }>(`SELECT id FROM server_key WHERE purpose = 'root'`);
    expect(rows).toHaveLength(1);
    await expect(web.query('SELECT sealed_private_key FROM instance_key WHERE id = $1', [rows[0]!.id])).rejects.toMatchObject({ code: '42501' });
  });
});

/** Every file of ours that a program is made of; what is imported for its types alone is no part of it. */
function importsOf(entry: string): Set<string> {
  const found = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    const name = relative(ROOT, file);
    if (found.has(name)) continue;
    found.add(name);
    for (const [, clause, from] of readFileSync(file, 'utf8').matchAll(/(?:^|\n)(?:import|export)\s+([^'"]*?)\s*from\s+'(\.[^']+)'/g)) {
      const isTypesOnly = /^type\b/.test(clause!) || /^\{\s*(type \w+(?: as \w+)?,?\s*)+\}$/.test(clause!);
      const target = resolve(dirname(file), from!).replace(/\.js$/, '.ts');
      if (!isTypesOnly && existsSync(target)) waiting.push(target);
    }
  }
  return found;
}
