import type { FleetCounts } from './fleet-counts.js';
import { MeshAgents } from './mesh-central/mesh-agents.js';
import { HostedAgents } from './provider/hosted-agents.js';
import { SimulatedProviderServer } from './provider/provider-server.js';
import { ClientAgents } from './screen-connect/client-agents.js';
import type { ServedProvider } from './served-provider.js';
import { noRemoteAgents, type SimulatedRemoteAgents } from './simulated-remote-agents.js';

/** The remote agents that a simulated fleet can have, by what `--remote` calls them. A new provider is one folder and one line here. */
const KINDS = {
  none: () => noRemoteAgents,
  'mesh-central': (counts: FleetCounts) => new MeshAgents(counts),
  'screen-connect': (counts: FleetCounts) => new ClientAgents(counts),
  simulated: (counts: FleetCounts) => new HostedAgents(counts),
} satisfies Record<string, (counts: FleetCounts) => SimulatedRemoteAgents>;

export type RemoteAgentKind = keyof typeof KINDS;
export const REMOTE_AGENT_KINDS = Object.keys(KINDS) as readonly RemoteAgentKind[];

export function remoteAgentsOf(kind: RemoteAgentKind, counts: FleetCounts): SimulatedRemoteAgents {
  return KINDS[kind](counts);
}

/** The servers that a simulation brings along, by the same names. */
const SERVERS: Readonly<Record<string, (port: number, keptIn: string | null) => Promise<ServedProvider>>> = {
  'screen-connect': async (port, keptIn) => (await import('./screen-connect/double-server.js')).serveDouble(port, keptIn),
  simulated: async (port) => {
    const provider = new SimulatedProviderServer();
    const address = await provider.start(port);
    return { says: `The provider of the rehearsal: LATCHKEY_REHEARSAL_PROVIDER=${address}`, fail: (outage) => provider.fail(outage), recover: () => provider.recover() };
  },
};

/** Starts the server of these remote agents, the one of a rehearsal where they bring none along; with a file, the same server as the last time. */
export function serveProviderOf(kind: RemoteAgentKind, port: number, keptIn: string | null = null): Promise<ServedProvider> {
  return (SERVERS[kind] ?? SERVERS['simulated']!)(port, keptIn);
}

/** The external provider that a demonstration brings along. */
export const DEMONSTRATED = 'screen-connect' satisfies RemoteAgentKind;
