import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { StateFolder } from '../state/state-folder.js';
import { runCommand } from '../system/run-command.js';
import { meshCentral } from './mesh-central/index.js';
import type { RemoteAgent, Surroundings } from './remote-agent.js';
import { screenConnect } from './screen-connect/index.js';

/** Every provider this endpoint agent can look after. A new provider is one folder and one line here. */
const PROVIDERS: Readonly<Record<string, (surroundings: Surroundings) => RemoteAgent>> = {
  'mesh-central': meshCentral,
  'screen-connect': screenConnect,
};

/** The remote agents of this device, by provider. */
export function knownRemoteAgents(
  state: StateFolder,
  artifacts: ArtifactStore,
  privateMode: boolean,
  skewMs: () => number = () => 0,
): ReadonlyMap<string, RemoteAgent> {
  return new Map(
    Object.entries(PROVIDERS).map(([provider, make]) => {
      const folder = state.folder('remote-agents', provider);
      return [provider, make({ folder, artifacts, run: runCommand, privateMode, skewMs })];
    }),
  );
}
