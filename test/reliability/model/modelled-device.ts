import type { InstructionKind } from '../../../contracts/agent-protocol.js';
import type { SeededChance } from './seeded-chance.js';
import type { VirtualClock } from './virtual-clock.js';

export interface ModelledOrder {
  readonly id: string;
  readonly kind: InstructionKind;
  readonly generation: bigint;
  readonly proofNumber: number;
  readonly expiresAt: number;
}

export interface ModelledReport {
  readonly order: ModelledOrder;
  readonly outcome: 'done' | 'failed';
  readonly code: string | null;
  readonly installed: boolean;
  readonly running: boolean;
  readonly remoteId: string | null;
  readonly proofNumber: number | null;
  readonly process: string | null;
}

/** Where the device's frames arrive, when the link holds. */
export interface ModelledServer {
  acknowledged(order: ModelledOrder): void;
  reported(report: ModelledReport): void;
  /** What the device sees of its remote agent, unasked. */
  told(process: string | null): void;
}
export interface ModelledProvider {
  remoteAgentUp(remoteId: string, proofNumber: number): void;
  remoteAgentDown(remoteId: string): void;
}

/**
 * A device as the protocol describes it: a ledger that executes an instruction at most once and keeps results until they are
 * received, a remote agent with an identity of its own, and a link and a process that may break at any moment.
 */
export class ModelledDevice {
  online = true;
  incarnation = 1;
  remoteId: string | null = null;
  private proofNumber: number | null = null;
  private readonly executed = new Set<string>();
  private readonly unsent = new Map<string, ModelledReport>();
  private interrupted: ModelledOrder | null = null;
  private identities = 0;
  private processes = 0;
  readonly executions = new Map<string, number>();

  constructor(
    private readonly clock: VirtualClock,
    private readonly chance: SeededChance,
    private readonly server: ModelledServer,
    private readonly provider: ModelledProvider,
    private readonly faults: { on: boolean },
  ) {}

  /** The gateway relays an order; a lost, late or doubled frame is the link's doing. */
  receive(order: ModelledOrder): void {
    if (!this.online || this.clock.now().getTime() > order.expiresAt) return;
    if (this.executed.has(order.id)) return this.send(order.id);
    if (this.interrupted) return;
    this.server.acknowledged(order);
    this.execute(order);
  }

  /** The process that runs; another one after every start. */
  get process(): string | null {
    return this.remoteId === null ? null : `process-${this.processes}`;
  }

  /** Somebody restarts the remote agent, or it falls over and is started again. */
  restart(): void {
    if (this.remoteId === null || this.interrupted) return;
    this.processes++;
    if (this.online) this.server.told(this.process);
  }

  connect(): void {
    this.online = true;
    this.server.told(this.process);
    if (this.interrupted) this.execute(this.interrupted);
    for (const id of this.unsent.keys()) this.send(id);
    if (this.remoteId !== null) this.provider.remoteAgentUp(this.remoteId, this.proofNumber ?? 0);
  }

  disconnect(): void {
    this.online = false;
    if (this.remoteId !== null) this.provider.remoteAgentDown(this.remoteId);
  }

  /** A disk image from before the first contact: nothing of the old life is left. */
  reImage(): void {
    if (this.remoteId !== null) this.provider.remoteAgentDown(this.remoteId);
    this.remoteId = null;
    this.proofNumber = null;
    this.executed.clear();
    this.unsent.clear();
    this.interrupted = null;
    this.incarnation++;
  }

  private execute(order: ModelledOrder): void {
    this.interrupted = order;
    const { incarnation } = this;
    this.clock.in(this.chance.between(100, 20_000), () => {
      if (this.incarnation !== incarnation || this.interrupted !== order) return;
      if (this.faults.on && this.chance.happens(0.15)) return this.crash();
      this.finish(order, this.faults.on && this.chance.happens(0.2) ? 'RA-NET-08' : null);
    });
  }

  /** The endpoint agent dies in the middle and resumes what its ledger says it had begun. */
  private crash(): void {
    this.disconnect();
    this.clock.in(this.chance.between(500, 5_000), () => this.connect());
  }

  private finish(order: ModelledOrder, code: string | null): void {
    this.interrupted = null;
    this.executed.add(order.id);
    this.executions.set(order.id, (this.executions.get(order.id) ?? 0) + 1);
    if (code === null) this.apply(order);
    this.unsent.set(order.id, {
      order, outcome: code === null ? 'done' : 'failed', code,
      installed: this.remoteId !== null, running: this.remoteId !== null, remoteId: this.remoteId, proofNumber: this.proofNumber, process: this.process,
    });
    this.send(order.id);
  }

  private apply(order: ModelledOrder): void {
    if (order.kind === 'remove-remote-agent') {
      if (this.remoteId !== null) this.provider.remoteAgentDown(this.remoteId);
      this.remoteId = null;
      this.proofNumber = null;
    } else if (order.kind === 'install-remote-agent' || (order.kind === 'verify-identity' && this.remoteId !== null)) {
      this.remoteId ??= `remote-${this.incarnation}-${++this.identities}`;
      this.proofNumber = order.proofNumber;
      this.processes++;
      const { remoteId, proofNumber } = this;
      this.clock.in(this.chance.between(50, 3_000), () => {
        if (this.online && this.remoteId === remoteId && this.proofNumber === proofNumber) this.provider.remoteAgentUp(remoteId, proofNumber);
      });
    }
  }

  private send(instructionId: string): void {
    const report = this.unsent.get(instructionId);
    if (!report || !this.online) return;
    this.clock.in(this.chance.between(1, 500), () => {
      if (!this.online || (this.faults.on && this.chance.happens(0.2))) {
        this.clock.in(2_000, () => this.send(instructionId));
        return;
      }
      this.server.reported({ ...report, remoteId: report.remoteId });
      this.unsent.delete(instructionId);
      if (this.faults.on && this.chance.happens(0.1)) this.server.reported(report);
    });
  }
}
