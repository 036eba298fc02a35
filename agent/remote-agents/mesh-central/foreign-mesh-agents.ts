import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RemoteAgentEvidence } from '../../../contracts/agent-protocol.js';
import { CodedFailure } from '../../coded-failure.js';
import { endProcesses } from '../../system/end-process.js';
import type { RunCommand } from '../../system/run-command.js';
import { meshPaths } from './mesh-files.js';
import { meshAgentsOf, meshProcessesOf } from './mesh-processes.js';

/** Where the vendor's own installer puts a MeshAgent that somebody installed by hand. */
const USUAL_PLACES = [
  '/usr/local/mesh_services/meshagent/meshagent',
  '/usr/local/mesh/meshagent',
  '/opt/meshagent/meshagent',
];
const UNINSTALLER_TIMEOUT_MS = 2 * 60_000;
const ADOPTABLE = 'RA-AGT-12';
const UNKNOWN = 'RA-SEC-05';

/** MeshAgents on this device that Latchkey did not install, looked for where the vendor puts them. Linux and macOS. */
export class ForeignMeshAgents {
  constructor(
    private readonly run: RunCommand,
    private readonly places: readonly string[] = USUAL_PLACES,
  ) {}

  /** `ownServerId` is the engine that this device belongs to, once it is known: a MeshAgent of the same one was installed by hand and can be adopted. */
  observe(ownServerId: string | undefined): readonly RemoteAgentEvidence[] {
    return this.found().map((binary) => {
      const isOurs = ownServerId !== undefined && serverIdOf(binary) === ownServerId.toUpperCase();
      const trouble = isOurs
        ? { code: ADOPTABLE, detail: 'it belongs to the same engine, and was installed by hand' }
        : { code: UNKNOWN, detail: 'it belongs to somebody else, or to nobody who can be told' };
      return { provider: 'mesh-central', installed: true, running: meshAgentsOf(binary).length > 0, place: binary, troubles: [trouble] };
    });
  }

  /** Keeps the node identity of one that was installed by hand for this engine in `keptAs` and removes it, so that there is one record of this device and not two. False where there is none. */
  async takeOver(serverId: string, keptAs: string): Promise<boolean> {
    const binary = this.found().find((each) => serverIdOf(each) === serverId.toUpperCase());
    const database = binary && meshPaths(dirname(binary)).database;
    if (!database || !existsSync(database)) return false;
    copyFileSync(database, keptAs);
    await this.remove(binary);
    return true;
  }

  /** Removes the one at this place by the vendor's own uninstaller; ours is never at such a place. */
  async remove(place: string): Promise<string> {
    if (!this.places.includes(place)) throw new CodedFailure('RA-ELG-04', `no MeshAgent is looked for at ${place}`, 'refused');
    if (!existsSync(place)) return 'already gone';
    const { exitCode, output } = await this.run(place, ['-fulluninstall'], { cwd: dirname(place), timeoutMs: UNINSTALLER_TIMEOUT_MS });
    await endProcesses(() => meshProcessesOf(place));
    if (existsSync(place) || meshAgentsOf(place).length > 0) {
      throw new CodedFailure('RA-RMV-03', `its uninstaller ended with ${exitCode ?? 'no exit code'}, and it is still there: ${output.slice(-800)}`);
    }
    return 'removed';
  }

  private found(): string[] {
    return this.places.filter((binary) => existsSync(binary));
  }
}

/** The engine that a MeshAgent belongs to, from the settings beside it. */
function serverIdOf(binary: string): string | undefined {
  try {
    return /^ServerID=(?:0x)?([0-9A-Fa-f]+)\s*$/m.exec(readFileSync(meshPaths(dirname(binary)).msh, 'utf8'))?.[1]?.toUpperCase();
  } catch {
    return undefined;
  }
}
