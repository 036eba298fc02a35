import { join } from 'node:path';
import type { Surroundings } from '../remote-agent.js';
import { ForegroundHosting } from './foreground-hosting.js';
import type { Hosting } from './hosting.js';
import { LaunchdControl } from './launchd-control.js';
import { MeshCentralRemoteAgent } from './mesh-central-remote-agent.js';
import type { ServiceControl } from './service-control.js';
import { ServiceHosting } from './service-hosting.js';
import { SystemdControl } from './systemd-control.js';
import { WindowsServiceControl } from './windows-service-control.js';

const UNIX_HOME = '/opt/latchkey-remote-agent';

/** The MeshAgent of this device, hosted as its system and the chosen mode allow. */
export function meshCentral(surroundings: Surroundings): MeshCentralRemoteAgent {
  return new MeshCentralRemoteAgent(surroundings, hosting(surroundings));
}

function hosting({ folder, privateMode, run }: Surroundings): Hosting {
  if (privateMode) return new ForegroundHosting(join(folder, 'agent'));
  const controls: Partial<Record<NodeJS.Platform, () => ServiceControl>> = {
    linux: () => new SystemdControl(run),
    darwin: () => new LaunchdControl(run),
    win32: () => new WindowsServiceControl(run),
  };
  const control = controls[process.platform]?.();
  if (!control) throw new Error(`remote agents cannot be services on ${process.platform}; use --private`);
  const windowsHome = join(process.env['ProgramFiles'] ?? 'C:\\Program Files', 'Latchkey Remote Agent');
  const home = process.platform === 'win32' ? windowsHome : UNIX_HOME;
  return new ServiceHosting({ home, staging: join(folder, 'staging') }, control, run);
}
