import { existsSync } from 'node:fs';
import type { RemoteAgentEvidence } from '../../../contracts/agent-protocol.js';
import { meshAgentsOf } from './mesh-processes.js';

/** Where the vendor's own installer puts a MeshAgent that somebody installed by hand. */
const USUAL_PLACES = [
  '/usr/local/mesh_services/meshagent/meshagent',
  '/usr/local/mesh/meshagent',
  '/opt/meshagent/meshagent',
];

/** MeshAgents on this device that Latchkey did not install, looked for where the vendor puts them. Linux and macOS. */
export async function foreignMeshAgents(
  places: readonly string[] = USUAL_PLACES,
): Promise<readonly RemoteAgentEvidence[]> {
  return places
    .filter((binary) => existsSync(binary))
    .map((binary) => ({ provider: 'mesh-central', installed: true, running: meshAgentsOf(binary).length > 0 }));
}
