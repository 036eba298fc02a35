import { gatewayAddress } from '../agent/wire/index.js';
import { enrolFleet } from './enrol-fleet.js';
import { noCounts } from './fleet-counts.js';
import { IdentityStore } from './identity-store.js';
import { MeshAgents } from './mesh-agents.js';
import { SimulatedDevice } from './simulated-device.js';
import { noRemoteAgents, type SimulatedRemoteAgents } from './simulated-remote-agents.js';

const CHECK_EVERY_MS = 10_000;
const SAVE_EVERY_MS = 60_000;

/** What one client process simulates. */
export interface FleetPlan {
  readonly devices: number;
  readonly server: string;
  readonly token: string | null;
  readonly state: string;
  readonly spreadSeconds: number;
  readonly remote: 'none' | 'mesh-central';
  readonly seed: number;
}

/** Simulated endpoint agents in this process. */
export class Fleet {
  readonly counts = noCounts();
  private readonly server: URL;
  private readonly store: IdentityStore;
  private readonly identities;
  private readonly remoteAgents: SimulatedRemoteAgents;
  private devices: SimulatedDevice[] = [];
  private timers: NodeJS.Timeout[] = [];

  constructor(private readonly plan: FleetPlan) {
    this.server = new URL(plan.server);
    this.store = new IdentityStore(plan.state);
    this.identities = this.store.load(plan.devices);
    this.remoteAgents = plan.remote === 'none' ? noRemoteAgents : new MeshAgents(this.counts);
  }

  /** Enrols whoever is not, and begins to connect, spread over time. Rejects when the server does not want a device. */
  async start(): Promise<void> {
    const { plan, counts } = this;
    try {
      await enrolFleet(this.server, this.identities, plan.token, counts);
    } finally {
      this.store.save(this.identities);
    }
    this.devices = this.identities.map(
      (identity) => new SimulatedDevice(identity, gatewayAddress(identity.enrolled!.gatewayUrl), this.server, counts, this.remoteAgents, plan.seed),
    );
    const gapMs = (plan.spreadSeconds * 1000) / this.devices.length;
    this.devices.forEach((device, at) => this.timers.push(setTimeout(() => device.start(), gapMs * at)));
    this.timers.push(setInterval(() => this.devices.forEach((device) => device.check()), CHECK_EVERY_MS));
    this.timers.push(setInterval(() => this.store.save(this.identities), SAVE_EVERY_MS));
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const device of this.devices) device.stop();
    this.remoteAgents.endAll();
    this.store.save(this.identities);
  }
}
