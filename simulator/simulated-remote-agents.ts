import type { Instruction } from '../contracts/agent-protocol.js';
import type { SimulatedIdentity } from './simulated-identity.js';
import type { RemoteKey } from './simulated-installation.js';

/** The remote agents of a simulated fleet. */
export interface SimulatedRemoteAgents {
  /** A key for a remote agent that is about to be installed; null where none will ever connect. */
  newKey(instruction: Instruction): Promise<RemoteKey | null>;
  /** Lets the remote agent of this device run as it is installed now, with the mark it has now. */
  run(device: SimulatedIdentity): void;
  end(device: SimulatedIdentity): void;
  endAll(): void;
}

/** None: installations are reported, and nobody ever appears at the provider. */
export const noRemoteAgents: SimulatedRemoteAgents = {
  newKey: async () => null,
  run: () => undefined,
  end: () => undefined,
  endAll: () => undefined,
};
