import { randomUUID } from 'node:crypto';
import { judgeInstruction, fenceOf } from '../../agent/wire/index.js';
import type { IdentityProof, Instruction, InstallRemoteAgentParams, RemoteAgentEvidence, ReportFrame } from '../../contracts/agent-protocol.js';
import { recordReport } from '../../src/deployment-status/index.js';
import { retargetDirtySites } from '../../src/deployments/index.js';
import { beginRollout, type RolloutChoices } from '../../src/deployments/rollouts/begin-rollout.js';
import { SYSTEM } from '../../src/audit/index.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { advanceRollouts } from '../../src/reconciler/advance-rollouts.js';
import { executeProviderActs } from '../../src/reconciler/execute-provider-acts.js';
import { endpointRecorder } from '../../src/reconciler/observe-endpoints.js';
import { reconcileDeployments } from '../../src/reconciler/reconcile-deployments.js';
import { launchability, loadLaunchTargets } from '../../src/remote-access/index.js';
import { actingAt } from './acting-core.js';
import { coreKeys } from './core-keys.js';
import { openTestDatabase, type TestDatabase } from './test-database.js';
import type { RemoteWorld } from './remote-worlds.js';

/** What a device does with an installation, where it is not as it should be. */
export type InstallFault = 'fails' | 'shows a foreign mark';

interface Installed {
  readonly remoteId: string;
  readonly installerSha256: string;
  proofNumber: number;
}

interface FleetDevice {
  readonly id: string;
  readonly name: string;
  /** By product: a device has one remote agent of each. */
  readonly installed: Map<string, Installed>;
  readonly generations: Map<string, bigint>;
  lastSeq: number;
}

const DEVICES_PER_SITE = 200;
const REPORTS_AT_ONCE = 50;
const TESS = { id: randomUUID(), role: 'technician', allowRemoteControl: true, disabled: false, scope: { all: true, clientIds: [], siteIds: [] } };

/** Core's own passes on a real database, real adapters on real wires, and devices that keep the agent's fences and obey from memory. */
export class MovingFleet {
  readonly instances = new Map<string, RemoteWorld>();
  readonly devices: FleetDevice[] = [];
  /** Refusals of orders by the devices; there is never a reason for one. */
  readonly refused: string[] = [];
  /** By the place of the device, and only at this instance. */
  faults: { readonly at: string; readonly of: (index: number) => InstallFault | null } | null = null;
  private readonly unit: UnitOfWork;
  private readonly observing = new Map<string, Promise<void>>();
  private keys!: Awaited<ReturnType<typeof coreKeys>>;
  private lastRead = 0;

  private constructor(private readonly database: TestDatabase) {
    this.unit = new UnitOfWork(database.dataSource);
  }

  static async of(count: number, worlds: readonly RemoteWorld[]): Promise<MovingFleet> {
    const fleet = new MovingFleet(await openTestDatabase());
    await fleet.sql('INSERT INTO installation (id) VALUES ($1) ON CONFLICT DO NOTHING', randomUUID());
    fleet.keys = await coreKeys(fleet.unit);
    for (const world of worlds) await fleet.addInstance(world);
    await fleet.enrol(count);
    return fleet;
  }

  async sql<Row>(statement: string, ...values: unknown[]): Promise<Row[]> {
    return this.database.dataSource.query(statement, values);
  }

  instanceOf(kind: string): string {
    return [...this.instances].find(([, world]) => world.kind === kind)![0];
  }

  /** Every site of the fleet is served by this instance from now on, device by device, as a rollout lets go. */
  async place(instanceId: string, choices: RolloutChoices): Promise<string> {
    return this.unit.run(async (tx) => {
      await tx.query('UPDATE site SET provider_instance_id = $1', [instanceId]);
      const rolloutId = await beginRollout(tx, { title: 'Move', request: null, planHash: '', deviceCount: this.devices.length, by: SYSTEM, choices });
      await tx.query('UPDATE dirty_site SET rollout_id = $1, at_once = false WHERE tx = pg_current_xact_id()', [rolloutId]);
      return rolloutId;
    });
  }

  /** Everything core does at once, then every device answers what it was told; says whether anything happened. */
  async step(): Promise<boolean> {
    const retargeted = await retargetDirtySites(this.unit, (kind) => this.instances.get(this.instanceOf(kind))!.provider.expressible);
    const advanced = await advanceRollouts(this.unit);
    const taken = await reconcileDeployments(this.unit, (instanceId) => ({ ...this.keys, provider: this.instances.get(instanceId)!.provider }));
    const acted = await executeProviderActs(this.unit, actingAt((id) => this.instances.get(id)?.provider ?? null));
    const answered = await this.answerOrders();
    if (performance.now() - this.lastRead > 1_000) {
      for (const world of this.instances.values()) world.read();
      this.lastRead = performance.now();
    }
    return retargeted !== null || advanced + taken + acted + answered > 0;
  }

  /** What keeps a technician from each device: nothing, the code of the refusal, or that it would not be there although nothing refuses. */
  async closed(): Promise<ReadonlyMap<string, string | null>> {
    const targets = await loadLaunchTargets(this.unit.reads, TESS, this.devices.map(({ id }) => id));
    return new Map(
      [...targets].map(([id, { facts, providerInstanceId, remoteId }]) => {
        const { allowed, code, detail } = launchability(facts);
        if (!allowed) return [id, `${code}: ${detail} ${JSON.stringify(facts.deployment)}`];
        return [id, this.instances.get(providerInstanceId!)!.isConnected(remoteId!) ? null : 'not there'];
      }),
    );
  }

  /** The devices that a technician may open now, and that would really be there. */
  async launchable(): Promise<ReadonlySet<string>> {
    return new Set([...(await this.closed())].filter(([, code]) => code === null).map(([id]) => id));
  }

  /** How many devices have a remote agent of each product. */
  installed(): Record<string, number> {
    const kinds = [...this.instances.values()].map(({ kind }) => kind);
    return Object.fromEntries(kinds.map((kind) => [kind, this.devices.filter(({ installed }) => installed.has(kind)).length]));
  }

  records(): Record<string, number> {
    return Object.fromEntries([...this.instances.values()].map((world) => [world.kind, world.records()]));
  }

  async close(): Promise<void> {
    for (const world of this.instances.values()) await world.stop();
    await Promise.all(this.observing.values());
    await this.database.close();
  }

  private async addInstance(world: RemoteWorld): Promise<void> {
    const id = randomUUID();
    await this.sql(`INSERT INTO provider_instance (id, kind, name) VALUES ($1, $2, $2)`, id, world.kind);
    this.instances.set(id, world);
    world.observe(endpointRecorder(this.unit, world.provider, id, (work) => {
      this.observing.set(id, (this.observing.get(id) ?? Promise.resolve()).then(work));
    }));
  }

  private async enrol(count: number): Promise<void> {
    const [clientId, policyId, packageId] = [randomUUID(), randomUUID(), randomUUID()];
    await this.sql(`INSERT INTO client (id, name) VALUES ($1, 'Harbour Hotels')`, clientId);
    await this.sql(`INSERT INTO policy (id, category, type, name, settings) VALUES ($1, 'devices', 'remote-access', 'Standard', '{"enabled": true}')`, policyId);
    await this.sql(`INSERT INTO package (id, name) VALUES ($1, 'Managed')`, packageId);
    await this.sql('INSERT INTO package_entry (package_id, policy_id, position) VALUES ($1, $2, 0)', packageId, policyId);
    const [first] = this.instances.keys();
    for (let from = 0; from < count; from += DEVICES_PER_SITE) {
      const siteId = randomUUID();
      await this.sql(`INSERT INTO site (id, client_id, name, time_zone, provider_instance_id) VALUES ($1, $2, $3, 'Europe/Berlin', $4)`, siteId, clientId, `House ${from}`, first);
      const rows: { id: string; hostname: string }[] = await this.sql(
        `INSERT INTO device (id, site_id, hardware_id, public_key, hostname, os, arch)
         SELECT id, $1, id::text, id::text, 'till ' || n, 'linux', 'x64' FROM (SELECT gen_random_uuid() AS id, n FROM generate_series($2::int, $3::int) AS n) AS made
         RETURNING id, hostname`,
        siteId, from, Math.min(from + DEVICES_PER_SITE, count) - 1,
      );
      rows.sort((a, b) => Number(a.hostname.slice(5)) - Number(b.hostname.slice(5)));
      for (const { id, hostname } of rows) this.devices.push({ id, name: hostname, installed: new Map(), generations: new Map(), lastSeq: 0 });
      await this.sql('INSERT INTO assignment (id, package_id, site_id) VALUES (gen_random_uuid(), $1, $2)', packageId, siteId);
    }
    await this.sql(
      `INSERT INTO device_presence (device_id, online, connected_at, last_seen_at)
       SELECT id, true, now() - interval '1 hour' + n * interval '1 millisecond', now() FROM unnest($1::uuid[]) WITH ORDINALITY AS d (id, n)`,
      this.devices.map(({ id }) => id),
    );
    await this.sql('UPDATE dirty_site SET at_once = true');
  }

  private async answerOrders(): Promise<number> {
    const open: { device_id: string; frame: string }[] = await this.sql('SELECT device_id, frame FROM instruction WHERE reported_at IS NULL AND frame IS NOT NULL ORDER BY device_id, seq');
    const places = new Map(this.devices.map((device, index) => [device.id, index]));
    for (let from = 0; from < open.length; from += REPORTS_AT_ONCE) {
      await this.unit.run(async (tx) => {
        const together = open.slice(from, from + REPORTS_AT_ONCE);
        await tx.query('SELECT 1 FROM deployment WHERE device_id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [together.map(({ device_id: deviceId }) => deviceId)]);
        for (const { device_id: deviceId, frame } of together) {
          await recordReport(tx, deviceId, this.obey(places.get(deviceId)!, JSON.parse(frame) as Instruction));
        }
      });
    }
    return open.length;
  }

  private obey(index: number, order: Instruction): ReportFrame {
    const device = this.devices[index]!;
    const report = { type: 'report' as const, instructionId: order.id, generation: order.generation, detail: '' };
    const verdict = judgeInstruction(order, { deviceId: device.id, lastSeq: device.lastSeq, generations: device.generations }, new Date());
    device.lastSeq = Math.max(device.lastSeq, order.seq);
    if ('refuse' in verdict) {
      this.refused.push(`${order.kind}: ${verdict.refuse.detail}`);
      return { ...report, outcome: 'refused', ...verdict.refuse, evidence: null };
    }
    device.generations.set(fenceOf(order), BigInt(order.generation));
    const evidence = this.carryOut(index, order);
    return evidence
      ? { ...report, outcome: 'done', evidence }
      : { ...report, outcome: 'failed', errorCode: 'RA-PKG-02', detail: 'the installer ended with 1603', evidence: null };
  }

  /** Null where it fails. */
  private carryOut(index: number, order: Instruction): RemoteAgentEvidence | null {
    const device = this.devices[index]!;
    const { provider } = order.params as { provider: string };
    const instanceId = this.instanceOf(provider);
    const world = this.instances.get(instanceId)!;
    const before = device.installed.get(provider);
    if (order.kind === 'remove-remote-agent') {
      if (before) world.uninstall(before.remoteId);
      device.installed.delete(provider);
      return { provider, installed: false, running: false, gone: ['process', 'folder'] };
    }
    if (order.kind === 'install-remote-agent') {
      const params = order.params as InstallRemoteAgentParams;
      const fault = this.faults?.at === instanceId ? this.faults.of(index) : null;
      if (fault === 'fails') return null;
      const shown = fault ? { ...params, proof: { ...params.proof, mark: 'of somebody else' } } : params;
      const remoteId = before?.remoteId ?? world.install(device.name, shown);
      if (before) world.show(remoteId, shown.proof.mark);
      device.installed.set(provider, { remoteId, installerSha256: params.installer.sha256, proofNumber: params.proof.number });
    } else if (order.kind === 'verify-identity') {
      const { proof } = order.params as { proof: IdentityProof };
      if (before) {
        before.proofNumber = proof.number;
        world.show(before.remoteId, this.faults?.at === instanceId && this.faults.of(index) ? 'of somebody else' : proof.mark);
      }
    }
    const now = device.installed.get(provider);
    return now ? { provider, installed: true, running: true, ...now } : { provider, installed: false, running: false };
  }
}
