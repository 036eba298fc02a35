import {
  type Conditions, type DeploymentFacts, type EndpointEvidence, judgeConditions, MODES, openOrder, projectPhase, type ProjectedPhase, SILENCE,
} from '../../../src/deployment-status/index.js';
import { type DeploymentPlan, planDeployment } from '../../../src/reconciler/plan-deployment.js';
import { ModelledDevice, type ModelledOrder, type ModelledReport } from './modelled-device.js';
import { SeededChance } from './seeded-chance.js';
import { VirtualClock } from './virtual-clock.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Planner = typeof planDeployment;

const NAME = 'front desk';
const GROUP = 'group';
/** Whoever orders more often than this runs in circles. */
const MOST_ORDERS = 12;
const ORDER_MS = 5 * 60_000;

/**
 * One deployment with everything around it in memory: what the tables hold, a device, a provider with a life of its own and a
 * link that loses, repeats and delays. The planner under test is the real one; a planted bug can be put in its place.
 */
export class ModelledWorld {
  readonly clock = new VirtualClock();
  readonly chance: SeededChance;
  readonly faults = { on: true };
  readonly device: ModelledDevice;
  readonly remote = new Map<string, { proofNumber: number; connected: boolean; group: string; name: string }>();
  readonly lies: string[] = [];
  private facts: Writable<DeploymentFacts>;
  private providerUp = true;
  private orders = 0;
  private readonly issuedAt: number[] = [];
  private lastGeneration = 0n;
  private waitingActs = 0;

  constructor(seed: number, private readonly plan: Planner = planDeployment) {
    this.chance = new SeededChance(seed);
    this.device = new ModelledDevice(
      this.clock, this.chance,
      { acknowledged: (order) => this.acknowledged(order), reported: (report) => this.reported(report), told: (process) => this.told(process) },
      { remoteAgentUp: (id, proof) => this.remoteUp(id, proof), remoteAgentDown: (id) => this.remoteDown(id) },
      this.faults,
    );
    this.facts = startingFacts(this.clock.now());
    this.reconcile();
    this.readProvider();
  }

  get state(): DeploymentFacts {
    return this.facts;
  }

  judged(): { conditions: Conditions; projected: ProjectedPhase } {
    const now = this.clock.now();
    const conditions = judgeConditions(this.facts, now);
    return { conditions, projected: projectPhase(this.facts, conditions, now) };
  }

  /** A policy edit: wanted, not wanted, or wanted differently. */
  retarget(desired: 'present' | 'absent'): void {
    this.facts.generation += 1n;
    this.facts.desired = desired;
    this.facts.removedAt = null;
    this.facts.givenUpAt = null;
    this.facts.removeAfter = desired === 'absent' ? this.clock.now() : null;
    this.facts.agent = { ...this.facts.agent, removedAt: null };
    this.facts.attempts = 0;
    this.facts.nextAttemptAt = null;
  }

  /** Nobody waits for the device any more; the agent's own attempts to connect are another story. */
  restart(): void {
    this.device.restart();
  }

  giveUp(): void {
    if (this.facts.desired === 'absent' && this.facts.removedAt === null) this.facts.givenUpAt = this.clock.now();
  }

  setFrozen(frozen: boolean): void {
    this.facts.frozen = frozen;
  }

  reImage(): void {
    this.device.reImage();
    this.facts.incarnation = this.device.incarnation;
    this.facts.generation += 1n;
  }

  setLink(online: boolean): void {
    if (online) this.device.connect();
    else this.device.disconnect();
  }

  setProvider(up: boolean): void {
    this.providerUp = up;
    this.facts.provider = { ...this.facts.provider, reachable: up, healthCode: up ? null : 'RA-INS-01' };
  }

  /** Looks for a broken promise; called after every event. */
  check(): void {
    const { facts } = this;
    if (facts.generation < this.lastGeneration) this.lies.push('a generation fell');
    this.lastGeneration = facts.generation;
    for (const [id, times] of this.device.executions) if (times > 1) this.lies.push(`${id} was executed ${times} times`);
    const { projected } = this.judged();
    if (projected.phase === 'READY') {
      if (this.device.incarnation !== facts.incarnation) return;
      const proven = facts.proof && this.remote.get(facts.proof.remoteId);
      if (!proven) this.lies.push('Ready without a remote endpoint that was proven');
      if (facts.agent.process !== facts.proof?.process) this.lies.push('Ready by the proof of a process that does not run any more');
    }
    if (facts.removedAt && this.remote.size > 0) this.lies.push('Removed while the provider still has a record');
    if (facts.removedAt && facts.desired === 'absent' && this.device.remoteId !== null) this.lies.push('Removed while the device still has a remote agent');
  }

  private reconcile(): void {
    const now = this.clock.now();
    this.facts.device = { ...this.facts.device, online: this.device.online };
    const plan = this.plan(this.facts, judgeConditions(this.facts, now), now, 0.05);
    this.execute(plan, now);
    this.clock.in(Math.max(20, Math.min(plan.checkAgainInMs, this.chance.between(20, 2_000))), () => this.reconcile());
  }

  private execute(plan: DeploymentPlan, now: Date): void {
    const { facts } = this;
    if (facts.frozen && (plan.instruct !== null || plan.acts.length > 0)) this.lies.push('something new began while everything is frozen');
    if (!facts.provider.reachable && (plan.fail === 'RA-AGT-01' || plan.fail === 'RA-AGT-08')) this.lies.push('the device was blamed for what its provider could not see');
    for (const act of plan.acts) this.act(act);
    if (plan.prove !== null) {
      if (facts.proof?.incarnation === facts.incarnation && facts.proof.process !== facts.agent.process && facts.proof.number === facts.agent.proofNumber) this.lies.push('the old mark proved a new process');
      facts.proof = { remoteId: plan.prove, incarnation: facts.incarnation, at: now, process: facts.agent.process, number: facts.agent.proofNumber };
      facts.failure = null;
      facts.attempts = 0;
      facts.nextAttemptAt = null;
    }
    if (plan.fail !== null) this.fail(plan.fail, now, SILENCE);
    if (plan.retryAt !== null) facts.nextAttemptAt = plan.retryAt;
    if (plan.closeRemoval) {
      facts.removedAt = now;
      facts.proof = null;
      facts.agent = { ...facts.agent, installed: false, running: false, remoteId: null, proofNumber: null, configuredGeneration: null, removedAt: null };
    }
    if (plan.instruct) this.issue(plan.instruct, now);
  }

  private issue({ kind, renewProof }: NonNullable<DeploymentPlan['instruct']>, now: Date): void {
    const { facts } = this;
    if (openOrder(facts, now)) this.lies.push('two orders are out at once');
    this.issuedAt.push(now.getTime());
    if (this.issuedAt.length > MOST_ORDERS && now.getTime() - this.issuedAt.at(-MOST_ORDERS - 1)! < 60_000) this.lies.push(`more than ${MOST_ORDERS} orders within a minute`);
    if (renewProof) facts.proofNumber += 1;
    const expiresAt = new Date(now.getTime() + ORDER_MS);
    const order: ModelledOrder = { id: `order-${++this.orders}`, kind, generation: facts.generation, proofNumber: facts.proofNumber, expiresAt: expiresAt.getTime() };
    facts.order = { kind, generation: facts.generation, attempt: this.orders, issuedAt: now, expiresAt, acknowledgedAt: null, step: null, progressAt: null, reportedAt: null };
    if (kind === 'install-remote-agent') facts.agent = { ...facts.agent, everInstructed: true };
    this.relay(order);
  }

  /** The gateway hands the same bytes over again until they are answered. */
  private relay(order: ModelledOrder): void {
    if (this.clock.now().getTime() > order.expiresAt || !this.isCurrent(order) || this.facts.order!.acknowledgedAt || order.generation !== this.facts.generation) return;
    const lost = this.faults.on && this.chance.happens(0.2);
    if (!lost) this.clock.in(this.chance.between(1, 300), () => this.device.receive(order));
    this.clock.in(5_000, () => this.relay(order));
  }

  private acknowledged(order: ModelledOrder): void {
    if (this.isCurrent(order)) this.facts.order = { ...this.facts.order!, acknowledgedAt: this.clock.now() };
  }

  private reported(report: ModelledReport): void {
    const { facts } = this;
    const { order } = report;
    const now = this.clock.now();
    const first = this.isCurrent(order) && facts.order!.reportedAt === null;
    if (first) facts.order = { ...facts.order!, acknowledgedAt: facts.order!.acknowledgedAt ?? now, reportedAt: now };
    if (!first) return;
    const fresh = order.generation === facts.generation;
    facts.agent = {
      ...facts.agent, installed: report.installed, running: report.running, at: now, incarnation: facts.incarnation,
      remoteId: report.installed ? report.remoteId : null, proofNumber: report.proofNumber, process: report.process,
      configuredGeneration: fresh && report.outcome === 'done' && order.kind !== 'verify-identity' ? order.generation : facts.agent.configuredGeneration,
      removedAt: fresh && report.outcome === 'done' && order.kind === 'remove-remote-agent' ? now : facts.agent.removedAt,
    };
    if (!fresh) return;
    if (report.outcome === 'failed') this.fail(report.code ?? 'RA-SYS-01', now);
    else if (facts.failure?.detail === SILENCE && (order.kind === 'install-remote-agent' || order.kind === 'verify-identity')) this.fail(facts.failure.code, now, SILENCE);
    else facts.failure = null;
  }

  private told(process: string | null): void {
    const { facts } = this;
    if (facts.agent.installed && facts.agent.incarnation === facts.incarnation) facts.agent = { ...facts.agent, process, at: this.clock.now() };
  }

  private fail(code: string, at: Date, detail = ''): void {
    this.facts.failure = { code, detail, generation: this.facts.generation, at, retry: 'auto' };
    this.facts.attempts += 1;
    this.facts.nextAttemptAt = null;
  }

  private isCurrent(order: ModelledOrder): boolean {
    return this.facts.order?.attempt === Number(order.id.slice(6));
  }

  private act(act: DeploymentPlan['acts'][number]): void {
    if (!this.providerUp || this.waitingActs > 4) return;
    this.waitingActs++;
    this.clock.in(this.chance.between(5, 2_000), () => {
      this.waitingActs--;
      if (!this.providerUp || (this.faults.on && this.chance.happens(0.2))) return;
      const { facts } = this;
      if (act.kind === 'ensure-site') facts.provider = { ...facts.provider, remoteGroupId: GROUP };
      else if (act.kind === 'ensure-installer') facts.provider = { ...facts.provider, platformSupported: true };
      else if (act.kind === 'place-endpoint') Object.assign(this.remote.get(act.remoteId) ?? {}, { group: GROUP, name: NAME });
      else if (!(facts.desired === 'present' && facts.proof?.remoteId === act.remoteId)) this.remote.delete(act.remoteId);
      this.publishEndpoints();
    });
  }

  private remoteUp(remoteId: string, proofNumber: number): void {
    const known = this.remote.get(remoteId);
    this.remote.set(remoteId, { group: known?.group ?? GROUP, name: known?.name ?? 'unnamed', proofNumber, connected: true });
    this.notice();
  }

  private remoteDown(remoteId: string): void {
    const known = this.remote.get(remoteId);
    if (known) known.connected = false;
    this.notice();
  }

  /** An event may be lost; the next whole reading tells. */
  private notice(): void {
    if (this.providerUp && !(this.faults.on && this.chance.happens(0.3))) this.publishEndpoints();
  }

  private readProvider(): void {
    if (this.providerUp) {
      this.publishEndpoints();
      this.facts.provider = { ...this.facts.provider, readAt: this.clock.now() };
    }
    this.clock.in(30_000, () => this.readProvider());
  }

  private publishEndpoints(): void {
    const seenAt = this.clock.now();
    this.facts.endpoints = [...this.remote].map(
      ([remoteId, each]): EndpointEvidence => ({
        remoteId, connected: each.connected, seenAt, showsProof: each.proofNumber === this.facts.proofNumber, remoteGroupId: each.group, name: each.name,
      }),
    );
  }
}

function startingFacts(now: Date): Writable<DeploymentFacts> {
  return {
    deploymentId: '0190a000-0000-7000-8000-000000000001', deviceId: '0190a000-0000-7000-8000-000000000002',
    desired: 'present', generation: 1n, settings: {}, incarnation: 1, removeAfter: null, removedAt: null, givenUpAt: null, isKept: false, excluded: false, pending: null, predecessor: null, rival: null, frozen: false, proofNumber: 0,
    device: { online: true, lastSeenAt: now, hasDisplay: false, isLeaving: false, quarantine: null },
    provider: { reachable: true, healthCode: null, opens: MODES, unconfirmed: null, readAt: null, remoteGroupId: null, platformSupported: null, endpointName: NAME, acts: new Set() },
    agent: {
      installed: null, running: null, at: null, incarnation: 1, remoteId: null, proofNumber: null,
      configuredGeneration: null, configuredAt: null, removedAt: null, process: null, troubles: [], reinstalls: 0, rebootPending: false, everInstructed: false,
    },
    endpoints: [], order: null, failure: null, attempts: 0, nextAttemptAt: null, clearedAt: null, proof: null, inSession: false, update: null,
  };
}
