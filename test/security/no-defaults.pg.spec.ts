import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder } from '../../src/launcher/data-folder.js';
import { readLauncherConfig } from '../../src/platform/config/launcher-config.js';
import { coreEnvironment, takeCoreConfig } from '../../src/platform/config/process-environment.js';
import { SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { openTestDatabase } from '../support/test-database.js';

const VERSIONS_OF_NOTHING = ['operator', 'operator_session', 'operator_scope', 'setup_claim', 'enrolment_token', 'instance_key', 'server_key', 'provider_secret', 'provider_instance', 'device', 'installation'];

describe('R6 an installation begins', () => {
  const folders: string[] = [];
  const newFolder = (): DataFolder => {
    const path = mkdtempSync(join(tmpdir(), 'latchkey-data-'));
    folders.push(path);
    return DataFolder.prepare(join(path, 'data'));
  };
  afterAll(() => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

  it('without an account, a key, a token or a provider', async () => {
    const database = await openTestDatabase();
    for (const table of VERSIONS_OF_NOTHING) {
      expect({ table, rows: await database.dataSource.query(`SELECT * FROM "${table}"`) }).toEqual({ table, rows: [] });
    }
    await database.close();
  });

  it('with secrets of its own, drawn at its first start and the same ever after', () => {
    const [one, other] = [newFolder(), newFolder()];
    expect(one.secret('sealing.key').equals(other.secret('sealing.key'))).toBe(false);
    expect(one.secret('sealing.key').equals(one.secret('sealing.key'))).toBe(true);
    expect(one.secret('sealing.key').equals(one.secret('core.password'))).toBe(false);
  });

  it.each([
    ['shortened', Buffer.from('c2hvcnQ', 'base64url')],
    ['emptied', Buffer.alloc(0)],
    ['of zeros', Buffer.alloc(32)],
    ['one byte over and over', Buffer.alloc(32, 0x41)],
    ['a word over and over', Buffer.from('changeme'.repeat(4))],
  ])('never with a secret that somebody has %s', (_, bytes) => {
    const folder = newFolder();
    writeFileSync(join(folder.path, 'secrets', 'sealing.key'), bytes.toString('base64url'));
    expect(() => folder.secret('sealing.key')).toThrow(/restore it from a backup/);
    const core = { databaseUrl: '', dataDir: '', publicUrl: '', auditSink: null, webhookAllow: [], metricsPort: null, engine: null, sealingKey: bytes, olderSealingKeys: [], floors: {} };
    expect(() => new SealingKey(takeCoreConfig(coreEnvironment(core)).sealingKey)).toThrow(/sealing key/);
  });

  it.each(['postgres', 'password', 'changeme', 'latchkey', 'admin', 'Secret', '123456', 'owner', 'elevenchars'])('never with a database that others can reach and whose password is %s', (password) => {
    expect(() => readLauncherConfig({ DATABASE_URL: `postgres://owner:${password}@db.internal.example/latchkey` })).toThrow(/DATABASE_URL/);
  });
});
