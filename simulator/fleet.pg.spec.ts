import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SIMULATED_CONFIGURATION, SIMULATED_PROVIDER } from '../contracts/simulated-provider.js';
import { danaSetsUp } from '../test/personas/dana.js';
import { eventually } from '../test/support/gateway-scene.js';
import { type PublishedKeys, publishServerKeys } from '../test/support/published-server-keys.js';
import { startWebForTest, type WebUnderTest } from '../test/support/running-web.js';
import { Fleet, type FleetPlan } from './fleet.js';
import { SimulatedProviderServer } from './provider/provider-server.js';

const DEVICES = 25;

interface Order {
  readonly kind: string;
  readonly generation: string;
  readonly params: object;
}

describe('a simulated fleet', () => {
  let web: WebUnderTest;
  let keys: PublishedKeys;
  let plan: FleetPlan;
  let folder: string;
  let fleet: Fleet;

  beforeAll(async () => {
    // Agents are told the public address, so it has to be the real one here.
    const port = await freePort();
    folder = mkdtempSync(join(tmpdir(), 'latchkey-fleet-'));
    web = await startWebForTest({ port, publicUrl: `http://localhost:${port}` });
    const dana = await danaSetsUp(web);
    keys = await publishServerKeys(web.database.dataSource);
    const clientId = (await dana.post('/clients', { name: 'Bakery Brown' })).body.id;
    const siteId = (await dana.post('/sites', { clientId, name: 'High Street' })).body.id;
    const { token } = (await dana.post('/enrolment-tokens', { siteId })).body;
    plan = { devices: DEVICES, server: `http://localhost:${port}`, token, state: join(folder, 'fleet.json'), spreadSeconds: 0, remote: 'none', seed: 1, faults: 0, first: 0 };
  });
  afterEach(() => fleet.stop());
  afterAll(async () => {
    await web.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const query = (sql: string, values: unknown[] = []) => web.database.dataSource.query(sql, values);
  const started = async (choices: Partial<FleetPlan> = {}): Promise<Fleet> => {
    fleet = new Fleet({ ...plan, ...choices });
    await fleet.start();
    await eventually(async () => fleet.counts.connected === DEVICES);
    return fleet;
  };
  const online = async (): Promise<number> => (await query('SELECT count(*)::int AS n FROM device_presence WHERE online'))[0].n;

  it('enrols, connects and tells what it is', async () => {
    await started();
    await eventually(async () => (await online()) === DEVICES);
    await eventually(async () => (await query('SELECT count(*)::int AS n FROM device WHERE inventory_at IS NOT NULL'))[0].n === DEVICES);
  });

  it('comes back as the same devices, without a token', async () => {
    await started({ token: null });
    expect((await query('SELECT count(*)::int AS n FROM device'))[0].n).toBe(DEVICES);
  });

  it('carries out what was signed by its server, once, and forgets the report after the receipt', async () => {
    await started();
    const devices: { id: string }[] = await query('SELECT id FROM device');
    for (const { id } of devices) await order(id, keys);
    await eventually(async () => fleet.counts.receipts === DEVICES);
    expect(fleet.counts).toMatchObject({ instructions: DEVICES, reports: DEVICES, refused: 0 });
    await query(`SELECT pg_notify('latchkey_instruct', id::text) FROM device`);
    expect((await query(`SELECT count(*)::int AS n FROM instruction WHERE outcome = 'done'`))[0].n).toBe(DEVICES);
  });

  it('does one thing after the other: of two installations in a row the second finds the first', async () => {
    const provider = new SimulatedProviderServer();
    const address = await provider.start(0);
    try {
      const { counts } = await started({ remote: 'simulated' });
      const install = (generation: string) => ({ kind: 'install-remote-agent', generation, params: installation(address.replace('http', 'ws'), generation) });
      for (const { id } of await query('SELECT id FROM device')) for (const generation of ['1', '2']) await order(id, keys, install(generation));
      await eventually(async () => counts.receipts === 2 * DEVICES);
      expect(provider.counts).toEqual({ endpoints: DEVICES, connected: DEVICES });
    } finally {
      fleet.stop();
      await provider.stop();
    }
  });

  it('refuses what another server signed', async () => {
    await started();
    const [{ id }] = await query('SELECT id FROM device LIMIT 1');
    const tampered = { signed: (frame: Readonly<Record<string, unknown>>) => keys.signed(frame).replace('"generation":"1"', '"generation":"2"') };
    await order(id, tampered);
    await eventually(async () => fleet.counts.refused === 1);
    expect(fleet.counts.instructions).toBe(0);
  });

  async function order(deviceId: string, by: Pick<PublishedKeys, 'signed'>, what: Order = { kind: 'collect-diagnostics', generation: '1', params: {} }): Promise<void> {
    const id = randomUUID();
    const [[{ seq }]] = await query('UPDATE device SET next_instruction_seq = next_instruction_seq + 1 WHERE id = $1 RETURNING next_instruction_seq - 1 AS seq', [deviceId]);
    const [issuedAt, expiresAt] = [new Date().toISOString(), new Date(Date.now() + 600_000).toISOString()];
    const frame = by.signed({
      type: 'instruction', id, seq: Number(seq), deviceId, ...what, issuedAt, notBefore: issuedAt, expiresAt,
    });
    await query(
      `INSERT INTO instruction (id, device_id, seq, generation, kind, attempt, frame, issued_at, expires_at) VALUES ($1, $2, $3, $7, $8, 1, $4, $5, $6)`,
      [id, deviceId, seq, frame, issuedAt, expiresAt, what.generation, what.kind],
    );
    await query(`SELECT pg_notify('latchkey_instruct', $1)`, [deviceId]);
  }
});

function installation(agents: string, mark: string) {
  const installer = { url: `/agent/v1/artifacts/${'a'.repeat(64)}`, sha256: 'a'.repeat(64), size: 1, format: 'executable', arguments: [] };
  const settings = { selfHeal: true, autoUpdate: true, trayIcon: false };
  const configuration = { [SIMULATED_CONFIGURATION.agents]: `${agents}/agents`, [SIMULATED_CONFIGURATION.group]: 'g' };
  return { provider: SIMULATED_PROVIDER, installer, configuration, proof: { number: 1, mark }, settings, settingsHash: 'b'.repeat(64) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
