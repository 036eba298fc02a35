import { randomUUID } from 'node:crypto';
import type { Instruction, ReportFrame } from '../../contracts/agent-protocol.js';
import { recordReport } from '../../src/deployment-status/index.js';
import { retargetDirtySites } from '../../src/deployments/index.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import type { CertificateSigner } from '../../src/reconciler/certificate-signer.js';
import { executeProviderActs } from '../../src/reconciler/execute-provider-acts.js';
import { endpointRecorder } from '../../src/reconciler/observe-endpoints.js';
import type { OpenInstances } from '../../src/reconciler/open-instances.js';
import { reconcileDeployments } from '../../src/reconciler/reconcile-deployments.js';
import type { InstructionSigner } from '../../src/reconciler/signing-keys.js';
import { ProviderDouble } from '../fakes/provider-double.js';
import { coreKeys } from './core-keys.js';
import { smallFleet, type SmallFleet } from './small-fleet.js';
import type { TestDatabase } from './test-database.js';

const GONE = { provider: 'mesh-central', installed: false, running: false, gone: ['process' as const, 'folder' as const] };

/** A small fleet whose devices and provider answer as real ones do, with core's passes made by hand: nothing happens but what a test lets happen. */
export class ReconciledFleet {
  readonly provider = new ProviderDouble();
  private readonly records = new Map<string, string>();
  private observing: Promise<void> = Promise.resolve();
  private readonly listener: ReturnType<typeof endpointRecorder>;

  private constructor(
    readonly database: TestDatabase,
    readonly unit: UnitOfWork,
    readonly fleet: SmallFleet,
    private readonly keys: Awaited<ReturnType<typeof coreKeys>>,
  ) {
    this.listener = endpointRecorder(unit, this.provider, fleet.instanceId, (work) => {
      this.observing = this.observing.then(work);
    });
  }

  static async of(database: TestDatabase, devices: number, settings: Record<string, unknown> = { enabled: true }): Promise<ReconciledFleet> {
    const unit = new UnitOfWork(database.dataSource);
    const fleet = await smallFleet(database.dataSource, devices, settings);
    return new ReconciledFleet(database, unit, fleet, await coreKeys(unit));
  }

  get signer(): InstructionSigner {
    return this.keys.signer;
  }

  get certificates(): CertificateSigner {
    return this.keys.certificates;
  }

  async one<T>(sql: string, ...values: unknown[]): Promise<T> {
    const [first] = await this.database.dataSource.query<T[]>(sql, values);
    return first as T;
  }

  async sql(sql: string, ...values: unknown[]): Promise<void> {
    await this.database.dataSource.query(sql, values);
  }

  async statusOf(deviceId: string): Promise<{ phase: string; code: string | null }> {
    return this.one('SELECT phase, error_code AS code FROM deployment_status WHERE device_id = $1', deviceId);
  }

  /** Passes until nothing is left to do, as core does. */
  async settle(): Promise<void> {
    const instances = { provider: () => this.provider } as unknown as OpenInstances;
    const desk = { ...this.keys, provider: this.provider };
    for (let round = 0; round < 20; round++) {
      const retargeted = await retargetDirtySites(this.unit, () => this.provider.expressible);
      const taken = await reconcileDeployments(this.unit, () => desk);
      if (retargeted === null && taken === 0 && (await executeProviderActs(this.unit, instances)) === 0) return;
    }
    throw new Error('it never settled');
  }

  async orderOf(deviceId: string): Promise<Instruction | null> {
    const row = await this.one<{ frame: string } | undefined>(
      'SELECT frame FROM instruction WHERE device_id = $1 AND reported_at IS NULL AND expires_at > now() ORDER BY seq DESC LIMIT 1',
      deviceId,
    );
    return row ? (JSON.parse(row.frame) as Instruction) : null;
  }

  /** The device answers the order that is out. */
  async report(deviceId: string, kind: Instruction['kind'], facts: Partial<ReportFrame>): Promise<Instruction> {
    const order = await this.orderOf(deviceId);
    if (order?.kind !== kind) throw new Error(`${kind} was expected, and ${order?.kind ?? 'nothing'} is out`);
    await this.unit.run((tx) =>
      recordReport(tx, deviceId, { type: 'report', instructionId: order.id, generation: order.generation, outcome: 'done', detail: '', evidence: null, ...facts }),
    );
    await this.settle();
    return order;
  }

  /** Assigns the package and lets every device become Ready. */
  async everythingReady(): Promise<void> {
    await this.fleet.assign();
    await this.settle();
    for (const deviceId of this.fleet.deviceIds) await this.install(deviceId);
  }

  async install(deviceId: string): Promise<void> {
    const remoteId = `remote of ${deviceId}`;
    const { kind, params } = (await this.orderOf(deviceId)) as Instruction<'install-remote-agent' | 'update-remote-agent'>;
    const { proof, provider, installer } = params;
    const evidence = { provider, installed: true, running: true, remoteId, proofNumber: proof.number, installerSha256: installer.sha256 };
    await this.report(deviceId, kind, { evidence });
    this.records.set(remoteId, proof.mark);
    this.listener.changed(this.record(remoteId, proof.mark), new Date());
    await this.observing;
    await this.settle();
  }

  /** The provider offers another version of its remote agent, and core has noticed. */
  async offer(release: number): Promise<void> {
    this.provider.release = release;
    await this.sql(
      `INSERT INTO provider_act (id, kind, provider_instance_id, request)
       SELECT gen_random_uuid(), 'ensure-installer', provider_instance_id, jsonb_build_object('os', split_part(platform, '-', 1), 'arch', split_part(platform, '-', 2)) FROM artifact`,
    );
    await this.settle();
  }

  /** Everything is looked at again, as it is within a minute. */
  async lookAgain(): Promise<void> {
    await this.sql('UPDATE deployment SET due_at = now()');
    await this.settle();
  }

  /** A technician has this device open. */
  async openSession(deviceId: string): Promise<void> {
    const operator = randomUUID();
    await this.sql(`INSERT INTO operator (id, email, name, role, password_hash) VALUES ($1, $2, 'Theo', 'technician', '')`, operator, `${operator}@riverside.example`);
    await this.sql(
      `INSERT INTO launch (id, operator_id, device_id, deployment_id, mode, state, ticket_hash, ticket_expires_at)
       SELECT gen_random_uuid(), $1, device_id, id, 'terminal', 'active', '\\x00', now() FROM deployment WHERE device_id = $2`,
      operator, deviceId,
    );
    await this.lookAgain();
  }

  async endSessions(): Promise<void> {
    await this.sql(`UPDATE launch SET state = 'ended', ended_at = now(), end_reason = 'left'`);
  }

  /** The device removes its remote agent and says what it found gone. */
  async removeAtDevice(deviceId: string): Promise<void> {
    await this.report(deviceId, 'remove-remote-agent', { evidence: GONE });
  }

  /** The provider is read whole. */
  async readProvider(): Promise<void> {
    const left = [...this.records].filter(([remoteId]) => !this.provider.removed.includes(remoteId));
    this.listener.replaced(left.map(([remoteId, mark]) => this.record(remoteId, mark)), new Date());
    await this.observing;
    await this.settle();
  }

  async switchOff(deviceId: string): Promise<void> {
    await this.fleet.setLink(deviceId, false);
    await this.settle();
  }

  async switchOn(deviceId: string): Promise<void> {
    await this.fleet.setLink(deviceId, true);
    await this.settle();
  }

  /** Time passes: everything that is known becomes so many days older. */
  async pass(days: number): Promise<void> {
    const moments = {
      deployment: ['released_at', 'remove_after', 'created_at'],
      deployment_evidence: ['agent_at', 'configured_at', 'verified_at', 'removed_at_device_at', 'failure_at', 'next_attempt_at'],
      deployment_status: ['since', 'judged_at'],
      device_presence: ['last_seen_at', 'offline_since', 'connected_at'],
      instruction: ['issued_at', 'expires_at', 'acknowledged_at', 'reported_at'],
      remote_endpoint: ['seen_at', 'connected_at', 'first_seen_at'],
      removal_given_up: ['given_up_at'],
    };
    for (const [table, columns] of Object.entries(moments)) {
      await this.sql(`UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} - make_interval(days => $1)`).join(', ')}`, days);
    }
    await this.sql('UPDATE deployment SET due_at = now()');
    await this.settle();
  }

  private record(remoteId: string, mark: string) {
    return { remoteId, remoteGroupId: 'group-1', name: 'front desk 1', connected: true, connectedAt: new Date(), mark, version: null };
  }
}
