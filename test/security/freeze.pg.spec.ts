import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { retargetDirtySites } from '../../src/deployments/index.js';
import { openDataSource } from '../../src/platform/database/data-source.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { openCoreSeed } from '../../src/platform/sealing/core-seed.js';
import { SealingKey } from '../../src/platform/sealing/sealing-key.js';
import { executeProviderActs } from '../../src/reconciler/execute-provider-acts.js';
import type { OpenInstances } from '../../src/reconciler/open-instances.js';
import { reconcileDeployments } from '../../src/reconciler/reconcile-deployments.js';
import { openInstructionSigner } from '../../src/reconciler/signing-keys.js';
import { ProviderDouble } from '../fakes/provider-double.js';
import { hired } from '../personas/staff.js';
import { doneReport, eventually, GatewayScene } from '../support/gateway-scene.js';
import { smallFleet } from '../support/small-fleet.js';

const FREEZE = { frozen: true, reason: 'Something is wrong in wave 2' };

describe('R37 the freeze switch', () => {
  let scene: GatewayScene;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
  });
  afterEach(async () => {
    await scene.dana.put('/freeze', { frozen: false });
    scene.clear();
  });
  afterAll(() => scene.end());

  const auditRows = async (action: string): Promise<number> =>
    (await scene.query('SELECT count(*)::int AS n FROM audit_entry WHERE action = $1', [action]))[0].n;

  it('says who froze what and why, to everybody who is signed in', async () => {
    const otis = await hired(scene.web, scene.dana, 'otis');
    expect((await otis.get('/freeze')).body).toEqual({ frozen: false, reason: '', byName: null, at: null });
    expect(await scene.dana.put('/freeze', FREEZE)).toMatchObject({ status: 200, body: { ...FREEZE, byName: 'Dana Okafor' } });
    expect((await otis.get('/freeze')).body).toMatchObject({ ...FREEZE, byName: 'Dana Okafor' });
    expect(await otis.put('/freeze', { frozen: false })).toMatchObject({ status: 403, body: { code: 'API-RIGHT-01' } });
  });

  it('changes nothing, and writes no second record, when it is asked for what is so already', async () => {
    const before = await auditRows('installation.freeze');
    const first = await scene.dana.put('/freeze', FREEZE);
    expect((await scene.dana.put('/freeze', FREEZE)).body).toEqual(first.body);
    expect(await auditRows('installation.freeze')).toBe(before + 1);
  });

  it('wants a reason, and takes nothing else', async () => {
    expect(await scene.dana.put('/freeze', { frozen: true })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01', errors: expect.arrayContaining([expect.objectContaining({ pointer: '/reason' })]) } });
    expect(await scene.dana.put('/freeze', { frozen: true, reason: '' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-01' } });
    expect(await scene.dana.put('/freeze', { ...FREEZE, until: 'noon' })).toMatchObject({ status: 400, body: { code: 'API-INPUT-02' } });
    expect((await scene.dana.get('/freeze')).body.frozen).toBe(false);
  });

  it('is not for a manager who looks after some clients, but for one who looks after all', async () => {
    const mona = await hired(scene.web, scene.dana, 'mona', { siteIds: [scene.siteId] });
    expect(await mona.put('/freeze', FREEZE)).toMatchObject({ status: 403, body: { code: 'API-SCOPE-01' } });
    const { items } = (await scene.dana.get('/users?q=Mona')).body;
    await scene.dana.patch(`/users/${items[0].id}`, { scope: { all: true } }, { 'if-match': '*' });
    expect(await (await mona.signIn('mona@northwind.example', 'gravel-lantern-otter')).put('/freeze', FREEZE)).toMatchObject({ status: 200 });
  });

  it('keeps an order that no device has begun from being relayed, and lets it go on by itself afterwards', async () => {
    const till = await scene.enrolled();
    const conversation = await scene.connected(till);
    await scene.dana.put('/freeze', FREEZE);
    const { text } = await scene.order(till.deviceId);
    await scene.query(`SELECT pg_notify('latchkey_instruct', '')`);
    await expect(conversation.next('instruction', 1000)).rejects.toThrow('no instruction');
    await scene.dana.put('/freeze', { frozen: false });
    await conversation.next('instruction');
    expect(conversation.texts).toContain(text);
  });

  it('lets a device finish what it has begun', async () => {
    const till = await scene.enrolled();
    const first = await scene.connected(till);
    const { id } = await scene.order(till.deviceId);
    await first.next('instruction');
    first.say({ type: 'ack', instructionId: id });
    await eventually(async () => (await scene.instruction(id)).acknowledged_at !== null);
    await scene.dana.put('/freeze', FREEZE);
    first.vanish();
    const second = await scene.connected(till);
    await second.next('instruction');
    second.say(doneReport(id));
    await eventually(async () => (await scene.instruction(id)).outcome === 'done');
  });

  it('stops two cores in the midst of a storm of changes: from its answer on not one order is written, until it is lifted', async () => {
    const fleet = await smallFleet(scene.web.database.dataSource, 40);
    await fleet.assign();
    const provider = new ProviderDouble();
    const sealing = new SealingKey(randomBytes(32));
    const sources = await Promise.all([1, 2].map(() => openDataSource({ url: scene.web.database.coreUrl, poolSize: 2 })));
    const units = sources.map((source) => new UnitOfWork(source));
    await units[0]!.run((tx) => tx.query('DELETE FROM instance_key'));
    await scene.query('DELETE FROM server_key');
    const signer = await openInstructionSigner(units[0]!, sealing);
    const seed = await openCoreSeed(units[0]!, sealing);
    let storming = true;
    const core = async (unit: UnitOfWork): Promise<void> => {
      while (storming) {
        await retargetDirtySites(unit, () => provider.expressible);
        await reconcileDeployments(unit, () => ({ signer, seed, provider }));
        await executeProviderActs(unit, { provider: () => provider } as unknown as OpenInstances);
      }
    };
    const changes = async (): Promise<void> => {
      while (storming) {
        await scene.query('UPDATE deployment SET generation = generation + 1, due_at = now() WHERE id IN (SELECT id FROM deployment ORDER BY random() LIMIT 10 FOR UPDATE SKIP LOCKED)');
        await sleep(20);
      }
    };
    const orders = async (): Promise<number> => (await scene.query('SELECT count(*)::int AS n FROM instruction'))[0].n;
    const storm = Promise.all([...units.map(core), changes()]);
    try {
      const calm = await orders();
      await eventually(async () => (await orders()) > calm + 60, 30_000);
      await scene.dana.put('/freeze', FREEZE);
      const atFreeze = await orders();
      await sleep(5_500);
      expect(await orders()).toBe(atFreeze);
      expect((await scene.query(`SELECT DISTINCT t.phase FROM deployment_status t JOIN device d ON d.id = t.device_id WHERE d.site_id = $1`, [fleet.siteId])).map((row) => row.phase)).toEqual(['PAUSED']);
      await scene.dana.put('/freeze', { frozen: false });
      await eventually(async () => (await orders()) > atFreeze, 5_000);
    } finally {
      storming = false;
      await storm;
      await Promise.all(sources.map((source) => source.destroy()));
    }
  }, 60_000);
});
