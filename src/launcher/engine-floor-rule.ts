import { ConfigurationError } from '../platform/config/environment-reader.js';
import { isLoopbackOnly, type LauncherConfig } from '../platform/config/launcher-config.js';
import { EMBEDDED_PRODUCT, floorVersion, isBelowFloor } from '../remote-access/embedded-engine.js';
import { providerKind, providerKinds } from '../remote-access/provider-registry.js';

const { kind, title } = EMBEDDED_PRODUCT;

/** Refuses a list of floors that speaks of something that is no kind of provider: whoever wrote it believes to be warned. */
export function refuseUnknownFloors(config: LauncherConfig): void {
  const unknown = Object.keys(config.floors).find((name) => !providerKind(name));
  if (unknown === undefined) return;
  const known = providerKinds().filter(({ isRehearsal }) => !isRehearsal);
  throw new ConfigurationError([{ variable: 'LATCHKEY_FLOORS_FILE', sentence: `There is no kind of provider "${unknown}": there are ${known.map((each) => each.kind).join(' and ')}.` }]);
}

/**
 * Refuses to open an engine with known, exploited holes to anybody but this machine, unless the operator named exactly
 * that version as accepted. Returns a warning when it may run although it is below the floor, null when nothing is wrong.
 */
export function judgeEngineVersion(config: LauncherConfig, version: string): string | null {
  const floor = floorVersion(config.floors[kind]);
  if (!isBelowFloor(version, floor)) return null;
  if (isLoopbackOnly(config)) return `${title} ${version} has known holes (floor ${floor}); it serves this machine only, so it may run.`;
  if (config.engine?.acceptedVulnerableVersion === version) return `${title} ${version} has known holes (floor ${floor}); LATCHKEY_ENGINE_ACCEPT_VULNERABLE accepts them.`;
  throw new ConfigurationError([
    {
      variable: 'LATCHKEY_ENGINE_ACCEPT_VULNERABLE',
      sentence:
        `${title} ${version} is older than ${floor} and has holes that attackers use; others could reach it here. ` +
        `Install ${floor} or newer in engine/, set LATCHKEY_EMBEDDED_ENGINE=off, bind everything to 127.0.0.1, or accept the risk by setting this to ${version}.`,
    },
  ]);
}
