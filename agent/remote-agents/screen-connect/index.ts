import { join } from 'node:path';
import type { Surroundings } from '../remote-agent.js';
import type { ClientSystem } from './client-system.js';
import { LinuxClient } from './linux-client.js';
import { LinuxPackages } from './linux-packages.js';
import { ScriptServices, SystemdServices } from './linux-services.js';
import { MacClient } from './macos-client.js';
import { ScreenConnectRemoteAgent } from './screen-connect-remote-agent.js';
import { WindowsClient } from './windows-client.js';

/** The ScreenConnect client of this device, as its system and the chosen mode allow. */
export function screenConnect(surroundings: Surroundings): ScreenConnectRemoteAgent {
  const { folder, privateMode, run } = surroundings;
  const device = wholeDevice(surroundings);
  if (!privateMode) return new ScreenConnectRemoteAgent(surroundings, device, device);
  const root = join(folder, 'root');
  const ours = new LinuxClient(root, new LinuxPackages(run, root), new ScriptServices(run, root));
  return new ScreenConnectRemoteAgent(surroundings, ours, device);
}

function wholeDevice({ folder, run }: Surroundings): ClientSystem {
  if (process.platform === 'win32') return new WindowsClient(run, join(folder, 'installer.log'));
  if (process.platform === 'darwin') return new MacClient(run);
  return new LinuxClient('/', new LinuxPackages(run), new SystemdServices(run));
}
