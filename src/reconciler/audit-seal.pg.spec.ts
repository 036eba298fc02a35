import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomBytes } from 'node:crypto';
import { settledTransactions } from '../../test/support/settled-transactions.js';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import type { AuditCheckpoint } from '../../contracts/audit-checkpoint.js';
import { AuditSealer, recordAudits, SYSTEM, verifyAudit } from '../audit/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { documentSink } from '../platform/off-box/document-sink.js';
import { SealingKey } from '../platform/sealing/sealing-key.js';
import { openCheckpointSigner, type SignCheckpoint } from './checkpoint-signer.js';
import { openInstructionSigner } from './signing-keys.js';
import { watchSeals } from './watch-seals.js';

describe('R40 the audit log in the database', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  let sign: SignCheckpoint;
  let sealer: AuditSealer;
  const failures: unknown[] = [];
  beforeEach(async () => {
    database = await openTestDatabase();
    unit = new UnitOfWork(database.dataSource);
    await sql(`INSERT INTO installation (id) VALUES (gen_random_uuid()) ON CONFLICT DO NOTHING`);
    const sealing = new SealingKey(randomBytes(32));
    await openInstructionSigner(unit, sealing);
    sign = await openCheckpointSigner(unit, sealing);
    sealer = sealerTo(null);
    failures.length = 0;
  });
  afterEach(() => database.close());

  const sql = (text: string, ...values: unknown[]) => database.dataSource.query(text, values);
  const sealerTo = (address: URL | null) => new AuditSealer(unit, sign, address && documentSink(address), (error) => failures.push(error));
  const commit = (entries: number) =>
    unit.run((tx) => recordAudits(tx, SYSTEM, Array.from({ length: entries }, (_, at) => ({ action: 'site.change', subject: { kind: 'site', id: null, name: `site ${at}` }, changes: { name: ['a', at] } }))));
  const record = async (entries: number) => {
    await commit(entries);
    await settledTransactions(database.dataSource);
  };
  const verdict = (outside: readonly AuditCheckpoint[] = []) => verifyAudit(unit.reads, outside);

  it('is sealed as a whole, and what is new later', async () => {
    await record(2500);
    expect(await verdict()).toMatchObject({ intact: true, sealed: 0, unsealed: 2500 });
    await sealer.look();
    expect(await verdict()).toMatchObject({ intact: true, sealed: 2500, unsealed: 0, checkpoints: expect.any(Number) });
    await record(3);
    await sealer.look();
    expect(await verdict()).toMatchObject({ intact: true, sealed: 2503, unsealed: 0 });
    expect(failures).toEqual([]);
  });

  it('tells where it is broken, once, and nothing while it is whole', async () => {
    await sql(`INSERT INTO notification_rule (id, name, event, scope_all, console) VALUES (gen_random_uuid(), 'Desk', 'audit.seal-broken', true, true)`);
    const told = () => sql('SELECT facts FROM notification');
    await record(5);
    await sealer.look();
    await watchSeals(unit);
    expect(await told()).toEqual([]);
    await sql(`UPDATE audit_entry SET subject_name = 'another' WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 3)`);
    await watchSeals(unit);
    await watchSeals(unit);
    expect(await told()).toEqual([{ facts: { reason: expect.stringMatching(/^Entry 3: /) as string } }]);
  });

  it('has a signed checkpoint for every thousand entries, and after a minute for fewer', async () => {
    await record(2500);
    await sealer.look();
    expect((await verdict()).checkpoints).toBe(2);
    await record(1);
    await sealer.look();
    const before = (await verdict()).checkpoints;
    await sql(`UPDATE audit_checkpoint SET made_at = now() - interval '61 seconds'`);
    await sealer.look();
    expect(await verdict()).toMatchObject({ checkpoints: before + 1, latest: { seq: 2501 } });
  });

  it('leaves a gap for nobody: what commits late is sealed after what committed before it, however old its time is', async () => {
    const slow = database.dataSource.createQueryRunner();
    await slow.startTransaction();
    await slow.query(`INSERT INTO audit_entry (id, actor_kind, actor_name, action, subject_kind, subject_name, changes) VALUES (gen_random_uuid(), 'system', 'slow', 'site.change', 'site', 'slow', '{}')`);
    await commit(5);
    await sealer.look();
    expect(await verdict()).toMatchObject({ sealed: 0, unsealed: 5 });
    await slow.commitTransaction();
    await slow.release();
    await settledTransactions(database.dataSource);
    await sealer.look();
    expect(await verdict()).toMatchObject({ intact: true, sealed: 6, unsealed: 0 });
    expect((await sql(`SELECT a.actor_name FROM audit_seal s JOIN audit_entry a ON a.id = s.entry_id ORDER BY s.seq LIMIT 1`))[0].actor_name).toBe('slow');
  });

  it('is left alone while nothing is new: an idle installation writes nothing', async () => {
    await record(3);
    await sealer.look();
    const version = async () => (await sql('SELECT xmin::text AS version FROM audit_sealer'))[0].version;
    const before = await version();
    await sql(`UPDATE installation SET frozen = frozen`);
    await sealer.look();
    await sealer.look();
    expect(await version()).toBe(before);
  });

  it('is sealed once, however many sealers there are', async () => {
    await record(1500);
    await Promise.all(Array.from({ length: 6 }, () => sealerTo(null).look()));
    await sealer.look();
    expect(await verdict()).toMatchObject({ intact: true, sealed: 1500, unsealed: 0 });
    expect(failures).toEqual([]);
  });

  it.each([
    ['changed', `UPDATE audit_entry SET actor_name = 'somebody else' WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 7)`, 'hash-differs'],
    ['deleted', `DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 7)`, 'entry-missing'],
    ['deleted with its seal', `WITH s AS (DELETE FROM audit_seal WHERE seq = 7 RETURNING entry_id) DELETE FROM audit_entry WHERE id = (SELECT entry_id FROM s)`, 'seal-missing'],
    ['moved to another time', `UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 7)`, 'hash-differs'],
    ['given other changes', `UPDATE audit_entry SET changes = '{}' WHERE id = (SELECT entry_id FROM audit_seal WHERE seq = 7)`, 'hash-differs'],
  ])('shows that an entry was %s', async (_, tampering, kind) => {
    await record(20);
    await sealer.look();
    await sql(tampering);
    const { intact, problems } = await verdict();
    expect({ intact, first: problems[0] }).toMatchObject({ intact: false, first: { kind, seq: 7 } });
  });

  it('lets neither process change or remove what is written', async () => {
    await record(1);
    await sealer.look();
    for (const table of ['audit_entry', 'audit_seal', 'audit_checkpoint']) {
      for (const login of ['latchkey_web', 'latchkey_core']) {
        const [{ update, remove }] = await sql(`SELECT has_table_privilege($1, $2, 'UPDATE') AS update, has_table_privilege($1, $2, 'DELETE') AS remove`, login, table);
        expect([login, table, update, remove]).toEqual([login, table, false, false]);
      }
    }
    const [{ seal }] = await sql(`SELECT has_table_privilege('latchkey_web', 'audit_seal', 'INSERT') AS seal`);
    expect(seal).toBe(false);
  });

  it('goes on after a restore into a cluster that counts transactions from lower numbers', async () => {
    await record(4);
    await sealer.look();
    await sql(`UPDATE audit_sealer SET sealed_below = '9000000000'`);
    await record(2);
    await sealer.look();
    expect(await verdict()).toMatchObject({ intact: true, sealed: 6, unsealed: 0 });
  });

  describe('has copies of its checkpoints outside', () => {
    it('in a file, each once, by which a log that was cut short is found', async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'latchkey-sink-')), 'checkpoints.jsonl');
      const shipping = sealerTo(pathToFileURL(file));
      await record(1200);
      await shipping.look();
      await shipping.look();
      const outside = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as AuditCheckpoint);
      expect(outside.map(({ seq }) => seq)).toEqual([1000]);
      expect(await verdict(outside)).toMatchObject({ intact: true, shippedSeq: 1000, shippingFailure: null });
      await sql('DELETE FROM audit_checkpoint');
      await sql('WITH s AS (DELETE FROM audit_seal WHERE seq > 900 RETURNING entry_id) DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM s)');
      await sql('DELETE FROM audit_entry a WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = a.id)');
      expect(await verdict()).toMatchObject({ intact: true, sealed: 900 });
      expect(await verdict(outside)).toMatchObject({ intact: false, problems: [{ kind: 'cut-short', seq: 901 }] });
    });

    it('at an address, later when it is not there, and says meanwhile why', async () => {
      const got: AuditCheckpoint[] = [];
      let status = 503;
      const server = await listening((body) => {
        if (status === 204) got.push(JSON.parse(body) as AuditCheckpoint);
        return status;
      });
      const shipping = sealerTo(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sink`));
      await record(10);
      await shipping.look();
      expect(await verdict()).toMatchObject({ shippedSeq: 0, shippingFailure: expect.stringContaining('503') });
      status = 204;
      await shipping.look();
      expect(got.map(({ seq }) => seq)).toEqual([10]);
      expect(await verdict(got)).toMatchObject({ intact: true, shippedSeq: 10, shippingFailure: null });
      await new Promise((done) => server.close(done));
    });
  });
});

function listening(answer: (body: string) => number): Promise<Server> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (text: Buffer) => (body += text.toString()));
    request.on('end', () => response.writeHead(answer(body)).end());
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}
