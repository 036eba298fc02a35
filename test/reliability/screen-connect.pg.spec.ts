import { randomBytes, randomUUID } from 'node:crypto';
import type { CoreConfig } from '../../src/platform/config/process-config.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { type CoreBox, openCoreBox, sealForCore } from '../../src/platform/sealing/core-box.js';
import { SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { providerKind, purposeOfSecret } from '../../src/remote-access/index.js';
import { OpenInstances } from '../../src/reconciler/index.js';
import { eventually } from '../support/eventually.js';
import { DEVICE, ScreenConnectScene } from '../support/screen-connect-scene.js';
import { openTestDatabase, type TestDatabase } from '../support/test-database.js';

const CONFIG: CoreConfig = { databaseUrl: '', dataDir: '', sealingKey: Buffer.alloc(32), olderSealingKeys: [], floors: {}, publicUrl: '', auditSink: null, webhookAllow: [], metricsPort: null, engine: null };
const FAST = { withinMs: 20_000, everyMs: 50 };

describe('a ScreenConnect instance that core opens', () => {
  let box: CoreBox;
  const logged: unknown[] = [];
  const log = { info: (...line: unknown[]) => void logged.push(line), warn: (...line: unknown[]) => void logged.push(line) };
  let database: TestDatabase;
  let scene: ScreenConnectScene;
  let instances: OpenInstances;

  beforeAll(async () => {
    database = await openTestDatabase();
    box = await openCoreBox(new UnitOfWork(database.dataSource), new SealingKey(randomBytes(32)));
    scene = await ScreenConnectScene.start();
  });
  beforeEach(() => (instances = new OpenInstances(new UnitOfWork(database.dataSource), box, CONFIG, log)));
  afterEach(() => instances.close());
  afterAll(async () => {
    await scene.stop();
    await database.close();
  });

  /** A row as the console would leave it: the secret sealed beside it. */
  async function configured(secret: string): Promise<string> {
    const id = randomUUID();
    const connection = { url: scene.base, allowedPrivateHosts: 'localhost', ca: scene.ca };
    await database.dataSource.query(`INSERT INTO provider_instance (id, kind, name, embedded, connection) VALUES ($1, 'screen-connect', $2, false, $3)`, [id, `Server ${id}`, connection]);
    const sealed = await sealForCore(database.dataSource.manager, purposeOfSecret(providerKind('screen-connect')!, id, 'secret', connection), Buffer.from(secret));
    await database.dataSource.query('INSERT INTO provider_secret (provider_instance_id, name, sealed) VALUES ($1, $2, $3)', [id, 'secret', sealed]);
    return id;
  }
  const health = async (id: string): Promise<unknown> =>
    (await database.dataSource.query<unknown[]>('SELECT health, health_code, engine_version, below_floor FROM provider_instance WHERE id = $1', [id]))[0];

  it('is reachable, of a known version, and its endpoints become evidence', async () => {
    const { remoteId, remoteGroupId } = await scene.device(scene.open());
    const id = await configured(scene.double.switches.secret);
    await instances.openAll();
    const endpoints = (): Promise<unknown[]> =>
      database.dataSource.query('SELECT remote_id, remote_group_id, connected, mark, version FROM remote_endpoint WHERE provider_instance_id = $1', [id]);
    const seen = await eventually('its endpoint is known', async () => ((await endpoints()).length > 0 ? endpoints() : null), FAST);
    expect(seen).toEqual([{ remote_id: remoteId, remote_group_id: remoteGroupId, connected: true, mark: `lk1.${DEVICE}.${'0'.repeat(32)}`, version: '26.1.5.9500' }]);
    expect(await health(id)).toEqual({ health: 'reachable', health_code: null, engine_version: '26.1.5.9500', below_floor: false });
  });

  it('R41 is below a floor that became known after this release, and says which', async () => {
    await scene.device(scene.open());
    const id = await configured(scene.double.switches.secret);
    const warned = new OpenInstances(new UnitOfWork(database.dataSource), box, { ...CONFIG, floors: { 'screen-connect': '26.2' } }, log);
    await warned.openAll();
    await warned.close();
    const [row] = await database.dataSource.query<unknown[]>('SELECT health, below_floor, floor_version FROM provider_instance WHERE id = $1', [id]);
    expect(row).toEqual({ health: 'reachable', below_floor: true, floor_version: '26.2' });
  });

  it('R32 is refused for a rotated secret, which stands in no row and no log line', async () => {
    const secret = 'rotated-before-it-was-told';
    const id = await configured(secret);
    await instances.openAll();
    await eventually('its refusal is known', async () => JSON.stringify(await health(id)).includes('RA-INS-0'), FAST);
    expect(await health(id)).toMatchObject({ health: 'refused', health_code: 'RA-INS-03' });
    const rows: { text: string }[] = await database.dataSource.query(
      `SELECT i::text AS text FROM provider_instance i UNION ALL SELECT s::text FROM provider_secret s UNION ALL SELECT a::text FROM audit_entry a`,
    );
    expect(rows.length).toBeGreaterThan(1);
    const planted = [secret, Buffer.from(secret).toString('hex')];
    expect(planted.filter((each) => `${rows.map(({ text }) => text).join('\n')}${JSON.stringify(logged)}`.includes(each))).toEqual([]);
  });
});
