import { hasSystemd } from '../system/has-systemd.js';
import { runCommand } from '../system/run-command.js';
import { LaunchdService } from './launchd-service.js';
import type { SystemService } from './system-service.js';
import { SystemdService } from './systemd-service.js';
import { WindowsTask } from './windows-task.js';

/** The service manager that this process has the right to use, if there is one. */
export function availableSystemService(): SystemService | undefined {
  if (process.platform === 'win32') return new WindowsTask(runCommand);
  if (process.platform === 'darwin' && process.getuid?.() === 0) return new LaunchdService(runCommand);
  return hasSystemd() ? new SystemdService(runCommand) : undefined;
}
