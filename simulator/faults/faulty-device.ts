import { randomUUID } from 'node:crypto';
import type { Instruction, RemoteAgentEvidence, RemoteAgentsFrame } from '../../contracts/agent-protocol.js';
import type { SimulatedIdentity } from '../simulated-identity.js';
import { failed, type Installation } from '../simulated-installation.js';
import type { SimulatedRemoteAgents } from '../simulated-remote-agents.js';
import type { SimulatedFault } from './fault-mix.js';

/** What a fault can do to its device. */
export interface FaultyHost {
  readonly identity: SimulatedIdentity;
  readonly remoteAgents: SimulatedRemoteAgents;
  tell(frame: RemoteAgentsFrame): void;
  switchOff(): void;
  /** Does this when the device is not in the middle of an order. */
  inTurn(work: () => void): void;
  /** A second connection with the same key, from another boot. */
  connectCopy(): void;
}

/** A device may be well for so long before something happens to it. */
const LONGEST_PEACE_MS = 20_000;

/** One fault on one device: what it spoils, when it came, and what the device is to be judged with since. */
export class FaultyDevice {
  /** When it first made a difference, by this process's clock; null before. */
  beganAt: Date | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly fault: SimulatedFault,
    private readonly host: FaultyHost,
    private readonly random: () => number,
  ) {}

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Whether an order goes by as if it had never come. */
  ignores(): boolean {
    if (this.fault.effect.kind !== 'takes-no-orders') return false;
    this.begin();
    return true;
  }

  /** What carrying out an order comes to instead. */
  spoil({ kind }: Instruction, outcome: Installation): Installation {
    const { effect } = this.fault;
    if (kind === 'remove-remote-agent') return outcome;
    if (effect.kind === 'installation-fails' && kind === 'install-remote-agent') {
      this.begin();
      return { ...failed(this.code, `simulated: ${this.fault.name}`), steps: outcome.steps.slice(0, outcome.steps.indexOf(effect.at) + 1) };
    }
    if (effect.kind === 'trouble' && this.beganAt) {
      const installed = effect.installed ? this.host.identity.installed : null;
      return { ...failed(this.code, `simulated: ${this.fault.name}`), steps: outcome.steps, installed };
    }
    return outcome;
  }

  /** Whether the remote agent, once installed, is to be seen at the provider; what it shows there may be spoilt. */
  lets(device: SimulatedIdentity): SimulatedIdentity | null {
    const { effect } = this.fault;
    if (effect.kind === 'never-registers') this.begin();
    if (effect.kind === 'never-registers' || (effect.kind === 'trouble' && this.beganAt && !effect.connected)) return null;
    if (effect.kind !== 'shows-no-mark' || !device.installed) return device;
    this.begin();
    return { ...device, installed: { ...device.installed, mark: 'of somebody else' } };
  }

  /** The remote agent is installed: faults of a running device come within a while. */
  installed(): void {
    const { effect } = this.fault;
    if (this.beganAt || this.timer || effect.kind === 'installation-fails' || effect.kind === 'takes-no-orders') return;
    this.timer = setTimeout(() => this.host.inTurn(() => this.strike()), 2_000 + this.random() * LONGEST_PEACE_MS);
  }

  private strike(): void {
    const { host, fault: { effect } } = this;
    const { installed } = host.identity;
    if (!installed) return;
    this.begin();
    if (effect.kind === 'switched-off') host.switchOff();
    else if (effect.kind === 'copied') host.connectCopy();
    else if (effect.kind === 'trouble') {
      if (!effect.connected) host.remoteAgents.end(host.identity);
      if (!effect.installed) host.identity.installed = null;
      this.report({ ...installed.evidence, installed: effect.installed, running: effect.running, troubles: [this.trouble()] });
    } else if (effect.kind === 'removed-once') {
      host.remoteAgents.end(host.identity);
      host.identity.installed = null;
      this.report({ provider: installed.evidence.provider, installed: false, running: false, troubles: [{ code: 'RA-AGT-05', detail: 'simulated: removed by somebody' }] });
    } else if (effect.kind === 'restarted') this.comeBack({ ...installed.evidence, process: randomUUID() }, installed.key);
    else if (effect.kind === 'new-identity') {
      const remoteId = randomUUID();
      this.comeBack({ ...installed.evidence, remoteId, process: randomUUID() }, remoteId);
    }
  }

  private comeBack(evidence: RemoteAgentEvidence, key: string | null): void {
    const { host } = this;
    host.identity.installed = { ...host.identity.installed!, evidence, key };
    host.remoteAgents.run(host.identity);
    this.report(evidence);
  }

  private report(evidence: RemoteAgentEvidence): void {
    this.host.tell({ type: 'remote-agents', found: [{ ...evidence, own: true }] });
  }

  private trouble() {
    return { code: this.code, detail: `simulated: ${this.fault.name}` };
  }

  private get code(): string {
    return this.fault.expects!;
  }

  private begin(): void {
    this.beganAt ??= new Date();
  }
}
