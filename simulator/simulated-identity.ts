import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { DeviceKey } from '../agent/wire/index.js';
import type { EnrolRequest, EnrolResponse, InventoryFrame, RemoteAgentEvidence } from '../contracts/agent-protocol.js';

/** What a simulated device keeps over restarts: who it is, and what is installed on it. */
export interface SimulatedIdentity {
  readonly index: number;
  readonly privateKey: string;
  enrolled: EnrolResponse | null;
  lastSeq: number;
  /** The newest generation accepted under each fence. */
  generations: Record<string, string>;
  installed: InstalledRemoteAgent | null;
}

/** The remote agent that a simulated device pretends to have. */
export interface InstalledRemoteAgent {
  readonly evidence: RemoteAgentEvidence;
  readonly configuration: Readonly<Record<string, string>>;
  readonly mark: string;
  /** What it keeps of its own to be known by; the remote id follows from it. */
  readonly key: string | null;
}

export const SIMULATED_VERSION = '0.1.0';

export function newIdentity(index: number): SimulatedIdentity {
  return { index, privateKey: DeviceKey.generate().toPem(), enrolled: null, lastSeq: 0, generations: {}, installed: null };
}

/** What the device of this number is like: two of three run Windows, as in most fleets. */
export function platformOf(index: number): Pick<EnrolRequest, 'hostname' | 'os' | 'osVersion' | 'arch' | 'agentVersion'> {
  const windows = index % 3 !== 0;
  return {
    hostname: `sim-${String(index).padStart(6, '0')}`,
    os: windows ? 'windows' : 'linux',
    osVersion: windows ? 'Windows 11 Pro 24H2' : 'Debian GNU/Linux 12',
    arch: 'x64',
    agentVersion: SIMULATED_VERSION,
  };
}

export function hardwareIdOf(publicKey: string): string {
  return createHash('sha256').update(`latchkey-simulated-hardware:${publicKey}`).digest('hex');
}

/** Among six devices two laptops, two desktops, a server and a virtual machine. */
const TYPES = ['server', 'laptop', 'workstation', 'virtual', 'laptop', 'workstation'] as const;

export function inventoryOf(index: number): InventoryFrame {
  const lastUser = index % 4 === 0 ? null : `user${index % 97}`;
  const inventory = {
    type: 'inventory' as const,
    ...platformOf(index),
    deviceType: TYPES[index % TYPES.length]!,
    lastUser,
    interactiveSessions: lastUser === null ? 0 : 1,
    canPrompt: lastUser !== null,
    hasDisplay: index % 3 !== 0,
    privateMode: false,
  };
  return { ...inventory, hash: createHash('sha256').update(canonicalize(inventory) ?? '').digest('hex') };
}
