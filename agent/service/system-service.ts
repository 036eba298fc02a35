import { hasSystemd } from '../remote-agents/mesh-central/systemd-control.js';
import type { OwnProgram } from '../self/own-program.js';
import type { StateFolder } from '../state/state-folder.js';
import { runCommand } from '../system/run-command.js';
import { LaunchdService } from './launchd-service.js';
import { SystemdService } from './systemd-service.js';
import { WindowsTask } from './windows-task.js';

/** The endpoint agent's own place in the system's service manager. */
export interface SystemService {
  readonly name: string;
  /** The program as the service runs it, once installed. */
  program(program: OwnProgram): OwnProgram;
  /** Installs, enables and starts; safe to repeat. Throws where the service manager refuses. */
  install(program: OwnProgram, state: StateFolder): Promise<void>;
  stop(): Promise<void>;
  /** Does not end the process that asks for it. */
  uninstall(): Promise<void>;
}

/** The service manager that this process has the right to use, if there is one. */
export function systemService(): SystemService | undefined {
  if (process.platform === 'win32') return new WindowsTask(runCommand);
  if (process.platform === 'darwin' && process.getuid?.() === 0) return new LaunchdService(runCommand);
  return hasSystemd() ? new SystemdService(runCommand) : undefined;
}
