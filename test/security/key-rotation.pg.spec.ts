import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../cli/run-command.js';
import type { RotationReport } from '../../contracts/key-ring.js';
import { AccountsKey } from '../../src/accounts/accounts-key.js';
import { Challenges } from '../../src/accounts/factors/challenges.js';
import { IdentityProviders } from '../../src/accounts/single-sign-on/identity-provider.js';
import { refreshPurpose } from '../../src/accounts/single-sign-on/sign-on.js';
import { DataFolder } from '../../src/launcher/data-folder.js';
import { KeyRingWatch } from '../../src/launcher/key-ring-watch.js';
import { LogBook } from '../../src/launcher/log-book.js';
import { type ProgramChild, startProgramChild } from '../../src/launcher/program-child.js';
import { coreEnvironment, keysOfLine } from '../../src/platform/config/process-environment.js';
import { SEALED_COLUMNS, sealedByOthers } from '../../src/platform/database/sealed-columns.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { newestBox, openCoreBox, sealForCore } from '../../src/platform/sealing/core-box.js';
import { openCoreSeed } from '../../src/platform/sealing/core-seed.js';
import { KEY_ID_BYTES, keyIdOf, SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { providerKind, purposeOfSecret } from '../../src/remote-access/index.js';
import { DANA, danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { eventually } from '../support/eventually.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

const ROOT = join(__dirname, '..', '..');
/** So many that sealing them anew can be seen half done. */
const PLANTED_WEBHOOKS = 2_000;
const PLANTED_SESSIONS = 300;
const PROVIDER = { url: 'https://support.northwind.example', allowedPrivateHosts: '', ca: '' };
const ISSUER = { name: 'Northwind', issuer: 'https://login.northwind.example', clientId: 'latchkey', groupsClaim: 'groups', mappings: [], enabled: false };

describe('R32 keys are exchanged while everything runs', () => {
  const parent = mkdtempSync(join(tmpdir(), 'latchkey-keys-'));
  const folder = DataFolder.prepare(join(parent, 'data'));
  const program = join(parent, 'latchkey.cjs');
  const [oldKey] = folder.keyRing('sealing');
  const [oldAccountsKey] = folder.keyRing('accounts');
  const logs = new LogBook(folder.makePrivate('logs'), () => undefined);
  let web: WebUnderTest;
  let dana: BrowserSession;
  let unit: UnitOfWork;
  let core: ProgramChild;
  let watch: KeyRingWatch;
  const query = <T>(sql: string, values: unknown[] = []): Promise<T[]> => web.database.dataSource.query(sql, values);

  async function startCore(): Promise<ProgramChild> {
    const [sealingKey, ...olderSealingKeys] = folder.keyRing('sealing');
    const environment = coreEnvironment({
      databaseUrl: web.database.coreUrl, dataDir: '', sealingKey, olderSealingKeys, publicUrl: web.url, auditSink: null, webhookAllow: [], metricsPort: null, floors: {}, engine: null,
    });
    const child = await startProgramChild({ role: 'core', program, workingDir: ROOT, environment, logs });
    await eventually('core is there', async () => (await query('SELECT 1 FROM core_process WHERE seen_at > now() - interval \'5 seconds\'')).length > 0 && (await query('SELECT 1 FROM core_box')).length > 0, { everyMs: 50 });
    return child;
  }
  async function latchkey(...args: string[]): Promise<{ code: number; said: string }> {
    let said = '';
    const add = (text: string) => void (said += text);
    return { code: await runCommand([...args, '--data-dir', folder.path], { env: {}, out: add, err: add }), said };
  }
  const newestKeyBytes = (): Buffer => folder.keyRing('sealing')[0];
  const newestKey = () => new SealingKey(newestKeyBytes());
  /** How many webhooks are in the box that belongs to the newest key. */
  const sealedAnew = async (): Promise<number> => {
    const box = await newestBox(web.database.dataSource.manager);
    if (!box?.keyId?.equals(keyIdOf(newestKeyBytes()))) return 0;
    return PLANTED_WEBHOOKS + 1 - ((await sealedByOthers(web.database.dataSource.manager, SEALED_COLUMNS.box, box.id))['webhook'] ?? 0);
  };

  beforeAll(async () => {
    writeFileSync(program, `require(${JSON.stringify(join(ROOT, 'test/support/typescript-require.cjs'))}); require(${JSON.stringify(join(ROOT, 'src/main.ts'))});`);
    web = await startWebForTest({ accountsKey: oldAccountsKey.toString('base64url') });
    dana = await danaSetsUp(web);
    unit = new UnitOfWork(web.database.dataSource);
    core = await startCore();
    watch = new KeyRingWatch({
      data: folder,
      ownerUrl: web.database.ownerUrl,
      holders: { sealing: () => core, accounts: () => ({ pid: process.pid, tell: (line) => void web.takeKeys(keysOfLine(line)) }) },
      warn: (sentence) => logs.say('warn', sentence),
    });
  }, 120_000);
  afterAll(async () => {
    await watch.stop();
    await core.stop(2_000);
    await web.close();
    logs.close();
    rmSync(parent, { recursive: true, force: true });
  });

  let isOver = false;
  const over = () => void (isOver = true);
  afterAll(over);
  const secretOf = (n: number) => `planted secret ${n}`;
  /** Secrets of every kind, most of them as they were written before keys had names. */
  async function plant(): Promise<{ providerId: string }> {
    const { manager } = web.database.dataSource;
    const box = await openCoreBox(unit, new SealingKey(oldKey));
    const webhooks = Array.from({ length: PLANTED_WEBHOOKS }, (_, n) => ({ id: randomUUID(), name: `Planted ${n}`, sealed: box.seal('webhook-secret', Buffer.from(secretOf(n))).subarray(n % 3 ? 0 : KEY_ID_BYTES).toString('hex') }));
    await query(`INSERT INTO webhook (id, name, url, enabled, sealed_secret) SELECT id, name, 'https://hooks.northwind.example', false, decode(sealed, 'hex') FROM jsonb_to_recordset($1::jsonb) AS w (id uuid, name text, sealed text)`, [JSON.stringify(webhooks)]);
    const accounts = web.part(AccountsKey);
    const sessions = Array.from({ length: PLANTED_SESSIONS }, (_, n) => {
      const id = randomUUID();
      return { id, token: randomBytes(32).toString('hex'), sealed: accounts.seal(refreshPurpose(id), Buffer.from(id)).subarray(n % 3 ? 0 : KEY_ID_BYTES).toString('hex') };
    });
    await query(`INSERT INTO operator_session (id, operator_id, token_hash, expires_at, sealed_refresh_token) SELECT s.id, o.id, decode(token, 'hex'), now() + interval '1 hour', decode(sealed, 'hex') FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, token text, sealed text), operator o`, [JSON.stringify(sessions)]);
    const providerId = randomUUID();
    await query(`INSERT INTO provider_instance (id, kind, name, embedded, enabled, connection) VALUES ($1, 'screen-connect', 'Support', false, false, $2)`, [providerId, PROVIDER]);
    await query('INSERT INTO provider_secret (provider_instance_id, name, sealed) VALUES ($1, $2, $3)', [providerId, 'secret', await sealForCore(manager, purposeOfSecret(providerKind('screen-connect')!, providerId, 'secret', PROVIDER), Buffer.from('provider secret'))]);
    const mailId = randomUUID();
    const link = await sealForCore(manager, `invitation-link:${mailId}`, Buffer.from(`mail ${mailId}`));
    await query(`INSERT INTO outgoing_mail (id, recipient, invited_id, invitation_hash, sealed_link, due_at) SELECT $1, 'tessa@northwind.example', id, $2, $3, now() + interval '1 day' FROM operator`, [mailId, randomBytes(32), link]);
    return { providerId };
  }

  it('and nothing is lost that is written, or not read that is asked for, meanwhile; not when core is killed in the middle', async () => {
    const { providerId } = await plant();
    const providers = web.part(IdentityProviders);
    await unit.run((tx) => providers.store(tx, { ...ISSUER, clientSecret: 'first' }));
    expect((await dana.put('/mail-settings', { host: 'mail.northwind.example', port: 587, security: 'starttls', user: 'latchkey', password: 'mail password', fromAddress: 'latchkey@northwind.example', fromName: 'Latchkey' }, { 'if-match': '*' })).status).toBeLessThan(300);
    const seedBefore = (await openCoreSeed(unit, new SealingKey(oldKey))).derive('engine-agent:one');

    const changed = await dana.post('/webhooks', { name: 'Changed all the time', url: 'https://hooks.northwind.example', enabled: false });
    const last = { webhook: changed.body.secret as string, version: changed.body.version as number, identity: 'first' };
    let rounds = 0;
    const load = async (): Promise<void> => {
      for (; !isOver; rounds++) {
        const identity = `identity ${rounds}`;
        await unit.run((tx) => providers.store(tx, { ...ISSUER, clientSecret: identity }));
        last.identity = identity;
        expect((await providers.present())?.clientSecret).toBe(identity);
        const { body, status } = await dana.post(`/webhooks/${changed.body.id as string}/rotate-secret`, {});
        expect(status).toBeLessThan(300);
        last.webhook = body.secret;
        const challenges = web.part(Challenges);
        const kept = await challenges.keep(null, 'login', identity);
        expect(await unit.run((tx) => challenges.take(tx, kept, 'login'))).toBe(identity);
      }
    };
    const loaded = load();
    // Awaited at its end; what it throws before that is told there.
    loaded.catch(() => undefined);

    expect(await latchkey('keys', 'rotate')).toMatchObject({ code: 0, said: expect.stringContaining('a new key seals') });
    expect(await latchkey('keys', 'rotate')).toMatchObject({ code: 2, said: expect.stringContaining('being exchanged already') });
    expect(await latchkey('keys', 'withdraw')).toMatchObject({ code: 2, said: expect.stringContaining('not known what still needs') });
    watch.start();

    await eventually('some are sealed anew', async () => (await sealedAnew()) >= 100, { everyMs: 2 });
    process.kill(core.pid, 'SIGKILL');
    await core.ended;
    // In the middle, really.
    const half = await sealedAnew();
    expect(half).toBeGreaterThanOrEqual(100);
    expect(half).toBeLessThan(PLANTED_WEBHOOKS);
    expect((await latchkey('keys')).said).toContain('secrets that the newest key does not open');

    core = await startCore();
    const saysSo = (line: string) => /sealed anew just now|nothing needs the older ones/.test(line);
    await eventually('everything is sealed anew', async () => (await latchkey('keys')).said.split('\n').filter(saysSo).length === 2, { withinMs: 120_000, everyMs: 200 });
    over();
    await loaded;
    expect(rounds).toBeGreaterThan(5);

    // Not yet: a request may have sealed with the old key and not have stored it.
    expect(await latchkey('keys', 'withdraw')).toMatchObject({ code: 2, said: expect.stringContaining('Withdraw in a minute') });
    await watch.stop();
    minuteLater();
    expect(await latchkey('keys', 'withdraw')).toMatchObject({ code: 0, said: expect.stringContaining('one key') });
    expect(folder.keyRing('sealing')).toEqual([newestKeyBytes()]);
    await watch.look();

    const box = await openCoreBox(unit, newestKey());
    const [{ sealed: webhook }] = (await query<{ sealed: Buffer }>('SELECT sealed_secret AS sealed FROM webhook WHERE id = $1', [changed.body.id])) as [{ sealed: Buffer }];
    expect(box.open('webhook-secret', webhook).toString('base64')).toBe(last.webhook.slice('whsec_'.length));
    const planted = await query<{ name: string; sealed: Buffer }>(`SELECT name, sealed_secret AS sealed FROM webhook WHERE name LIKE 'Planted%'`);
    expect(planted.filter(({ name, sealed }) => box.open('webhook-secret', sealed).toString() !== secretOf(Number(name.split(' ')[1])))).toEqual([]);
    const [{ sealed: provider }] = (await query<{ sealed: Buffer }>('SELECT sealed FROM provider_secret WHERE provider_instance_id = $1', [providerId])) as [{ sealed: Buffer }];
    expect(box.open(purposeOfSecret(providerKind('screen-connect')!, providerId, 'secret', PROVIDER), provider).toString()).toBe('provider secret');
    const [{ sealed: mail }] = (await query<{ sealed: Buffer }>('SELECT sealed_password AS sealed FROM mail_settings')) as [{ sealed: Buffer }];
    expect(box.open('mail-password', mail).toString()).toBe('mail password');
    const [{ id: mailId, sealed: link }] = (await query<{ id: string; sealed: Buffer }>('SELECT id, sealed_link AS sealed FROM outgoing_mail WHERE sealed_link IS NOT NULL')) as [{ id: string; sealed: Buffer }];
    expect(box.open(`invitation-link:${mailId}`, link).toString()).toBe(`mail ${mailId}`);
    expect((await providers.present())?.clientSecret).toBe(last.identity);
    const accounts = new SealingKey(folder.keyRing('accounts')[0]);
    const sessions = await query<{ id: string; sealed: Buffer }>('SELECT id, sealed_refresh_token AS sealed FROM operator_session WHERE sealed_refresh_token IS NOT NULL');
    expect(sessions).toHaveLength(PLANTED_SESSIONS);
    expect(sessions.filter(({ id, sealed }) => accounts.open(refreshPurpose(id), sealed).toString() !== id)).toEqual([]);
    // What devices were told stays true: it does not hang on the key.
    expect((await openCoreSeed(unit, newestKey())).derive('engine-agent:one')).toBe(seedBefore);
    expect((await dana.get('/auth/me')).body).toMatchObject({ email: DANA.email });
  }, 180_000);

  it('and afterwards no row opens with an old key, nor any without the files of keys', async () => {
    const strangers = [new SealingKey(oldKey), new SealingKey(oldAccountsKey), new SealingKey(randomBytes(32))];
    const rows = await sealedRows();
    expect(rows.length).toBeGreaterThan(PLANTED_WEBHOOKS + PLANTED_SESSIONS);
    const openedBy = (keys: SealingKey[]) => rows.filter(({ purpose, sealed }) => purpose !== null && keys.some((key) => opens(key, purpose, sealed))).map(({ purpose }) => purpose);
    expect(openedBy(strangers)).toEqual([]);
    // And the purposes are the right ones: the new keys open the same rows.
    const owners = [newestKey(), new SealingKey(folder.keyRing('accounts')[0])];
    expect(openedBy(owners)).toHaveLength(rows.filter(({ purpose }) => purpose !== null).length);
    for (const stranger of strangers) await expect(openCoreBox(unit, stranger)).rejects.toThrow();
  });

  it('and the box before is thrown away, when no request can still be filling it', async () => {
    expect(await query('SELECT id FROM core_box')).toHaveLength(2);
    await query(`UPDATE core_box SET made_at = made_at - interval '61 minutes'`);
    await eventually('there is one box', async () => (await query('SELECT id FROM core_box')).length === 1, { withinMs: 20_000, everyMs: 100 });
    const box = await openCoreBox(unit, newestKey());
    const sealed = await sealForCore(web.database.dataSource.manager, 'x', Buffer.from('word'));
    expect(box.open('x', sealed).toString()).toBe('word');
  });

  it('and the audit log has each step once', async () => {
    const steps = async () => (await query<{ action: string; name: string }>(`SELECT action, subject_name AS name FROM audit_entry WHERE action ~ '^(sealing|accounts)-key' ORDER BY action`)).map(({ action, name }) => `${action} ${name}`);
    const [sealing, accounts] = [keyIdOf(newestKeyBytes()).toString('hex'), keyIdOf(folder.keyRing('accounts')[0]).toString('hex')];
    await eventually('both were withdrawn', async () => (await steps()).length === 6, { withinMs: 20_000, everyMs: 100 });
    expect(await steps()).toEqual([
      ...['begin', 'finish', 'withdraw'].map((step) => `accounts-key.${step} ${accounts}`),
      ...['begin', 'finish', 'withdraw'].map((step) => `sealing-key.${step} ${sealing}`),
    ]);
  });

  it('and no column is forgotten: every one of the schema in which something is sealed is on the list', async () => {
    const columns = await query<{ name: string }>(`SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'bytea' AND column_name LIKE '%sealed%' ORDER BY 1`);
    expect(columns.map(({ name }) => name)).toEqual(Object.values(SEALED_COLUMNS).flat().map(({ table, column }) => `${table}.${column}`).sort());
  });

  /** The report of a server in which nothing has been left for a minute. */
  function minuteLater(): void {
    const file = join(folder.path, 'secrets', 'key-rotation.json');
    const report = JSON.parse(readFileSync(file, 'utf8')) as RotationReport;
    const before = (at: string | null) => new Date(Date.parse(at!) - 60_000).toISOString();
    const rings = Object.fromEntries(Object.entries(report.rings).map(([ring, state]) => [ring, { ...state, settledSince: before(state.settledSince) }]));
    writeFileSync(file, JSON.stringify({ ...report, rings }));
  }

  /** Every secret of every listed column; what is in core's box is opened by no key, and has no purpose here. */
  async function sealedRows(): Promise<{ purpose: string | null; sealed: Buffer }[]> {
    const PURPOSES: Record<string, string> = {
      instance_key: `t.purpose || '-key'`, core_box_secret: `'core-box'`, core_seed: `'core-seed'`, operator_session: `'refresh:' || t.id`, operator_factor: `'totp:' || t.id`,
      identity_provider: `'identity-provider:' || t.issuer || ':' || t.client_id`, factor_challenge: 't.purpose',
    };
    const all: { purpose: string | null; sealed: Buffer }[] = [];
    for (const { table, column } of Object.values(SEALED_COLUMNS).flat()) {
      all.push(...(await query<{ purpose: string | null; sealed: Buffer }>(`SELECT ${PURPOSES[table] ?? 'NULL'} AS purpose, t.${column} AS sealed FROM ${table} t WHERE t.${column} IS NOT NULL`)));
    }
    return all;
  }
  const opens = (key: SealingKey, purpose: string, sealed: Buffer): boolean => {
    try {
      return key.open(purpose, sealed).length >= 0;
    } catch {
      return false;
    }
  };
});
