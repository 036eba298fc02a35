import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { AgentOnTheWire, type Conversation } from '../../test/support/agent-on-the-wire.js';
import { eventually, GatewayScene } from '../../test/support/gateway-scene.js';
import { systemClock } from '../platform/clock.js';
import { openDataSource } from '../platform/database/data-source.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { randomIds } from '../platform/ids.js';
import { WakeUps } from '../platform/wake-ups/wake-ups.js';
import { AgentGateway } from './agent-gateway.js';
import { attachAgentGateway } from './agent-gateway.module.js';
import { keepNoSettings } from '../../test/support/no-settings.js';

/** Another gateway on the same database. */
class SecondGateway {
  private constructor(
    readonly url: string,
    private readonly gateway: AgentGateway,
    private readonly server: Server,
    private readonly source: DataSource,
    private readonly wakeUps: WakeUps,
  ) {}

  static async open(databaseUrl: string): Promise<SecondGateway> {
    const source = await openDataSource({ url: databaseUrl, poolSize: 4 });
    const wakeUps = new WakeUps(databaseUrl);
    await wakeUps.start();
    const gateway = new AgentGateway({ unit: new UnitOfWork(source), wakeUps, clock: systemClock, ids: randomIds, publicUrl: 'http://localhost:8080' });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    await gateway.open();
    attachAgentGateway(server, gateway);
    return new SecondGateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, gateway, server, source, wakeUps);
  }

  async close(): Promise<void> {
    await this.gateway.close();
    this.server.closeAllConnections();
    this.server.close();
    await this.wakeUps.close();
    await this.source.destroy();
  }
}

describe('presence', () => {
  let scene: GatewayScene;
  let second: SecondGateway;
  beforeAll(async () => {
    scene = await GatewayScene.begin();
    second = await SecondGateway.open(scene.web.database.webUrl);
  });
  afterEach(() => scene.clear());
  afterAll(async () => {
    await second.close();
    await scene.end();
  });

  /** The same device, at the other gateway. */
  const atSecond = async (till: AgentOnTheWire, bootId = till.bootId): Promise<Conversation> => {
    const there = new AgentOnTheWire(second.url, { key: till.key, hardwareId: till.hardwareId, bootId });
    there.deviceId = till.deviceId;
    const conversation = scene.kept(await there.knockAtGateway());
    await there.introduce(conversation);
    return conversation;
  };

  it('follows a device from one gateway to another without a gap', async () => {
    const till = await scene.enrolled();
    const first = await scene.connected(till);
    await eventually(() => scene.isOnline(till.deviceId));
    const { gateway_id: before } = await scene.presence(till.deviceId);
    await (await atSecond(till)).next('welcome');
    expect(await first.ended).toMatchObject({ code: 4409, reason: { code: 'superseded' } });
    await eventually(async () => (await scene.presence(till.deviceId)).gateway_id !== before);
    expect(await scene.presence(till.deviceId)).toMatchObject({ online: true, offline_since: null });
    expect(await scene.device(till.deviceId)).toMatchObject({ quarantined: false });
  });

  it('shows a copy that lives at another gateway for what it is', async () => {
    const till = await scene.enrolled();
    const first = await scene.connected(till);
    await eventually(() => scene.isOnline(till.deviceId));
    const copy = await atSecond(till, randomUUID());
    expect(await first.ended).toMatchObject({ code: 4409, reason: { code: 'RA-AGT-07' } });
    expect(await copy.ended).toMatchObject({ code: 4409, reason: { code: 'RA-AGT-07' } });
    expect(await scene.device(till.deviceId)).toMatchObject({ quarantined: true });
  });

  it('ends with the gateway that dies: its devices are offline once it was silent for 40 s', async () => {
    const till = await scene.enrolled();
    const dead = randomUUID();
    await scene.query(`INSERT INTO gateway (id, seen_at) VALUES ($1, now() - interval '41 seconds')`, [dead]);
    await scene.query(
      `INSERT INTO device_presence (device_id, online, connection_id, gateway_id, connected_at, last_seen_at) VALUES ($1, true, $2, $3, now(), now())`,
      [till.deviceId, randomUUID(), dead],
    );
    const third = await SecondGateway.open(scene.web.database.webUrl);
    expect(await scene.presence(till.deviceId)).toMatchObject({ online: false, gateway_id: null, offline_since: expect.any(Date) });
    expect(await scene.query('SELECT id FROM gateway WHERE id = $1', [dead])).toEqual([]);
    await third.close();
  });

  it('leaves nobody online behind when a gateway is stopped, and tells them when to come back', async () => {
    const third = await SecondGateway.open(scene.web.database.webUrl);
    const till = await scene.enrolled();
    const there = new AgentOnTheWire(third.url, { key: till.key, hardwareId: till.hardwareId });
    there.deviceId = till.deviceId;
    const conversation = scene.kept(await there.connect());
    await eventually(() => scene.isOnline(till.deviceId));
    await third.close();
    expect(await conversation.ended).toMatchObject({ code: 1012, reason: { code: 'restart', retryIn: expect.any(Number) } });
    expect(await scene.isOnline(till.deviceId)).toBe(false);
  });

  it('is said anew by a gateway that had been given up for dead', async () => {
    const till = await scene.enrolled();
    await scene.connected(till);
    await eventually(() => scene.isOnline(till.deviceId));
    const { gateway_id: gatewayId } = await scene.presence(till.deviceId);
    await scene.query('DELETE FROM gateway WHERE id = $1', [gatewayId]);
    await scene.query('UPDATE device_presence SET online = false, offline_since = now(), gateway_id = NULL, connection_id = NULL WHERE device_id = $1', [till.deviceId]);
    await eventually(() => scene.isOnline(till.deviceId), 15_000);
    expect(await scene.query('SELECT id FROM gateway WHERE id = $1', [gatewayId])).toHaveLength(1);
  }, 20_000);

  it('asks the reconciler to look at the device’s deployments, at arrival and at departure', async () => {
    const till = await scene.enrolled();
    const [instance, deployment] = [randomUUID(), randomUUID()];
    await scene.query(`INSERT INTO provider_instance (id, kind, name) VALUES ($1, 'mesh-central', $2)`, [instance, `Mesh ${instance}`]);
    await keepNoSettings(scene);
    await scene.query(
      `INSERT INTO deployment (id, device_id, provider_instance_id, site_id, desired, generation, released_settings, newest_settings, settings_hash, incarnation, due_at)
       VALUES ($1, $2, $3, $4, 'present', 1, 'none', 'none', 'x', 1, 'infinity')`,
      [deployment, till.deviceId, instance, scene.siteId],
    );
    const isDue = async (): Promise<boolean> => (await scene.query('SELECT due_at <= now() AS due FROM deployment WHERE id = $1', [deployment]))[0].due;
    const conversation = await scene.connected(till);
    await eventually(isDue);
    await scene.query(`UPDATE deployment SET due_at = 'infinity' WHERE id = $1`, [deployment]);
    conversation.vanish();
    await eventually(isDue);
  });
});
