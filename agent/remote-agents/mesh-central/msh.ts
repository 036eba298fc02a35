import type { MeshConfiguration } from './configuration.js';

/**
 * Our own service name keeps a MeshAgent that somebody installed by hand untouched: the installer replaces by name.
 * No hyphens: the vendor's installer escapes them, and the unit would be `latchkey\x2dremote\x2dagent.service`.
 */
export const SERVICE_NAME = 'latchkey_remote_agent';

/** The `.msh` file: what the MeshAgent reads at its start, one `Key=value` a line. */
export function mshText(configuration: MeshConfiguration): string {
  const lines = {
    MeshName: configuration.meshName,
    MeshType: '2',
    MeshID: configuration.meshId,
    ServerID: configuration.serverId,
    MeshServer: configuration.meshServer,
    meshServiceName: SERVICE_NAME,
    displayName: 'Latchkey remote agent',
    // Which version runs is Latchkey's decision; the MeshAgent shall not replace itself under the pinned hash.
    disableUpdate: '1',
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}=${value}\r\n`)
    .join('');
}
