import { ConfigurationError } from '../platform/config/environment-reader.js';
import { isLoopbackOnly, type LauncherConfig } from '../platform/config/launcher-config.js';
import { FLOOR_VERSION, isBelowFloor } from '../remote-access/providers/mesh-central/version-floor.js';

/**
 * Refuses to open an engine with known, exploited holes to anybody but this machine, unless the operator named exactly
 * that version as accepted. Returns a warning when it may run although it is below the floor, null when nothing is wrong.
 */
export function judgeEngineVersion(config: LauncherConfig, version: string): string | null {
  if (!isBelowFloor(version)) return null;
  if (isLoopbackOnly(config)) return `MeshCentral ${version} has known holes (floor ${FLOOR_VERSION}); it serves this machine only, so it may run.`;
  if (config.engine?.acceptedVulnerableVersion === version) return `MeshCentral ${version} has known holes (floor ${FLOOR_VERSION}); LATCHKEY_ENGINE_ACCEPT_VULNERABLE accepts them.`;
  throw new ConfigurationError([
    {
      variable: 'LATCHKEY_ENGINE_ACCEPT_VULNERABLE',
      sentence:
        `MeshCentral ${version} is older than ${FLOOR_VERSION} and has holes that attackers use; others could reach it here. ` +
        `Install ${FLOOR_VERSION} or newer in engine/, set LATCHKEY_EMBEDDED_ENGINE=off, bind everything to 127.0.0.1, or accept the risk by setting this to ${version}.`,
    },
  ]);
}
