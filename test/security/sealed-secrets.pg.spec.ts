import { randomBytes } from 'node:crypto';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { openInstructionSigner } from '../../src/reconciler/signing-keys.js';
import { DANA, danaSetsUp } from '../personas/dana.js';
import type { BrowserSession } from '../support/browser-session.js';
import { type Fleet, fleetOf } from '../support/fleet.js';
import { startWebForTest, type WebUnderTest } from '../support/running-web.js';

describe('R32 what somebody finds who has only a copy of the database', () => {
  let web: WebUnderTest;
  let dana: BrowserSession;
  let fleet: Fleet;
  const sealing = new SealingKey(randomBytes(32));
  const planted = new Map<string, Buffer>();
  const plant = (name: string, secret: string | Buffer): Buffer => {
    const bytes = Buffer.from(secret);
    planted.set(name, bytes);
    return bytes;
  };

  beforeAll(async () => {
    web = await startWebForTest();
    dana = await danaSetsUp(web);
    fleet = await fleetOf(web, dana);
    const source = web.database.dataSource;
    await openInstructionSigner(new UnitOfWork(source), sealing);
    const [instance]: { id: string }[] = await source.query('SELECT id FROM provider_instance');
    for (const name of ['password', 'loginCookieKey']) {
      const secret = plant(`the provider's ${name}`, randomBytes(24).toString('hex'));
      await source.query('INSERT INTO provider_secret (provider_instance_id, name, sealed) VALUES ($1, $2, $3)', [instance!.id, name, sealing.seal(`provider:${name}`, secret)]);
    }
    plant('the password of the owner', DANA.password);
    plant('the token of her session', dana.cookieHeader.split('=')[1]!);
    const { token } = (await dana.post('/enrolment-tokens', { siteId: fleet.shop })).body;
    plant('the secret of an enrolment token', token.split('_')[2]);
    const keys: { purpose: string; sealed_private_key: Buffer }[] = await source.query('SELECT purpose, sealed_private_key FROM instance_key');
    for (const { purpose, sealed_private_key } of keys) plant(`the ${purpose} key`, sealing.open(`${purpose}-key`, sealed_private_key).subarray(-32));
  });
  afterAll(() => web.close());

  /** Every value of every row of every table, bytes as they are. */
  async function dump(): Promise<Buffer> {
    const source = web.database.dataSource;
    const tables: { name: string }[] = await source.query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
    const parts: Buffer[] = [];
    for (const { name } of tables) {
      const rows: Record<string, unknown>[] = await source.query(`SELECT * FROM "${name}"`);
      for (const value of rows.flatMap((row) => Object.values(row))) parts.push(Buffer.isBuffer(value) ? value : Buffer.from(typeof value === 'object' ? JSON.stringify(value) : String(value)), Buffer.from('\n'));
    }
    return Buffer.concat(parts);
  }
  /** In every way in which bytes are written down. */
  const spellings = (secret: Buffer): Buffer[] => [
    secret, ...(['hex', 'base64', 'base64url'] as const).map((encoding) => Buffer.from(secret.toString(encoding).replace(/=+$/, ''))), Buffer.from(secret.toString('hex').toUpperCase()), Buffer.from(secret.toString('utf16le')),
  ];
  const foundIn = (bytes: Buffer): string[] => [...planted].filter(([, secret]) => spellings(secret).some((spelling) => bytes.includes(spelling))).map(([name]) => name);

  it('is none of the secrets that were planted, however they might be spelled', async () => {
    expect(planted.size).toBe(7);
    expect(foundIn(await dump())).toEqual([]);
  });

  it('and the search finds what is there', async () => {
    const secret = planted.get("the provider's password")!;
    await web.database.dataSource.query(`UPDATE client SET name = $1 WHERE id = $2`, [secret.toString(), fleet.bakery]);
    expect(foundIn(await dump())).toEqual(["the provider's password"]);
    await web.database.dataSource.query(`UPDATE client SET name = 'Bakery Brown' WHERE id = $1`, [fleet.bakery]);
  });

  it('opens with the one key only, for the one purpose only, and not when a bit was changed', async () => {
    const [{ sealed }]: [{ sealed: Buffer }] = await web.database.dataSource.query(`SELECT sealed FROM provider_secret WHERE name = 'password'`);
    expect(sealing.open('provider:password', sealed).equals(planted.get("the provider's password")!)).toBe(true);
    expect(() => new SealingKey(randomBytes(32)).open('provider:password', sealed)).toThrow();
    expect(() => sealing.open('provider:loginCookieKey', sealed)).toThrow();
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1 << at % 8;
      expect(() => sealing.open('provider:password', changed)).toThrow();
    }
    expect(() => sealing.open('provider:password', sealed.subarray(0, 20))).toThrow();
  });

  it('is sealed anew each time: the same secret twice is not the same bytes', () => {
    const twice = [sealing.seal('x', Buffer.from('same')), sealing.seal('x', Buffer.from('same'))];
    expect(twice[0]!.equals(twice[1]!)).toBe(false);
  });

  it('reaches no browser: no answer about a provider holds more than a closed list of fields', async () => {
    const { items } = (await dana.get('/provider-instances')).body;
    const one = (await dana.get(`/provider-instances/${items[0].id}`)).body;
    const health = (await dana.get(`/provider-instances/${items[0].id}/health`)).body;
    expect(foundIn(Buffer.from(JSON.stringify([items, one, health])))).toEqual([]);
    for (const answer of [items[0], one, health]) expect(Object.keys(answer).filter((name) => /secret|password|credential|key|token|sealed|connection/i.test(name))).toEqual([]);
  });
});
