import { gatewayAddress } from '../agent/wire/index.js';
import { enrolFleet } from './enrol-fleet.js';
import { faultOf } from './faults/fault-mix.js';
import { noCounts } from './fleet-counts.js';
import { IdentityStore } from './identity-store.js';
import { type RemoteAgentKind, remoteAgentsOf } from './known-remote-agents.js';
import { SimulatedDevice } from './simulated-device.js';
import { platformOf } from './simulated-identity.js';
import type { SimulatedRemoteAgents } from './simulated-remote-agents.js';

const CHECK_EVERY_MS = 10_000;
const COUNT_EVERY_MS = 1_000;
const SAVE_EVERY_MS = 60_000;

/** What one client process simulates. */
export interface FleetPlan {
  readonly devices: number;
  readonly server: string;
  readonly token: string | null;
  readonly state: string;
  readonly spreadSeconds: number;
  readonly remote: RemoteAgentKind;
  readonly seed: number;
  /** The share of devices to which something happens, from 0 to 1. */
  readonly faults: number;
  /** The number of the first device, where several processes make one fleet. */
  readonly first: number;
}

export interface ExpectedDevice {
  readonly name: string;
  readonly expects: string | null;
  readonly beganAt: Date | null;
  /** Whether something is to happen to it, even if it is to mend by itself. */
  readonly hasFault: boolean;
  /** When it was first let in; null before. */
  readonly cameAt: Date | null;
}

/** Simulated endpoint agents in this process. */
export class Fleet {
  readonly counts = noCounts();
  private readonly server: URL;
  private readonly store: IdentityStore;
  private readonly identities;
  private readonly remoteAgents: SimulatedRemoteAgents;
  /** Told of every order that was verified and accepted, at once. */
  onInstruction: (() => void) | null = null;
  private devices: SimulatedDevice[] = [];
  private timers: NodeJS.Timeout[] = [];

  constructor(private readonly plan: FleetPlan) {
    this.server = new URL(plan.server);
    this.store = new IdentityStore(plan.state);
    this.identities = this.store.load(plan.devices, plan.first);
    this.remoteAgents = remoteAgentsOf(plan.remote, this.counts);
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
      (identity) => new SimulatedDevice(identity, gatewayAddress(identity.enrolled!.gatewayUrl), this.server, counts, this.remoteAgents, plan.seed, faultOf(plan.seed, identity.index, plan.faults)),
    );
    const gapMs = (plan.spreadSeconds * 1000) / this.devices.length;
    this.devices.forEach((device, at) => this.timers.push(setTimeout(() => device.start(), gapMs * at)));
    this.timers.push(setInterval(() => this.devices.forEach((device) => device.check()), CHECK_EVERY_MS));
    for (const device of this.devices) device.onInstruction = () => this.onInstruction?.();
    this.timers.push(setInterval(() => this.countFaults(), COUNT_EVERY_MS));
    this.timers.push(setInterval(() => this.store.save(this.identities), SAVE_EVERY_MS));
  }

  /** What is to be thought of each device: the code of its fault, since when it makes a difference; null and null where nothing happens. */
  expected(): ExpectedDevice[] {
    return this.devices.map(({ identity, faulty, cameAt }) => ({
      name: platformOf(identity.index).hostname, expects: faulty?.fault.expects ?? null, beganAt: faulty?.beganAt ?? null, hasFault: faulty !== null, cameAt,
    }));
  }

  /** One of them, by its place in the fleet. */
  device(at: number): SimulatedDevice {
    return this.devices[at]!;
  }

  /** Whether everything that is to go wrong has gone wrong. */
  get hasStruck(): boolean {
    return this.devices.every(({ faulty }) => faulty === null || faulty.beganAt !== null);
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const device of this.devices) device.stop();
    this.remoteAgents.endAll();
    this.store.save(this.identities);
  }

  private countFaults(): void {
    this.counts.faults = {};
    for (const { faulty } of this.devices) {
      if (faulty?.beganAt) this.counts.faults[faulty.fault.name] = (this.counts.faults[faulty.fault.name] ?? 0) + 1;
    }
  }
}
