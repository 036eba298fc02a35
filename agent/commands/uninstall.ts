import { rmSync } from 'node:fs';
import { ArtifactStore } from '../artifacts/artifact-store.js';
import { CodedFailure } from '../coded-failure.js';
import { readEnrolment } from '../identity/device-identity.js';
import { knownRemoteAgents } from '../remote-agents/known-remote-agents.js';
import type { OwnProgram } from '../self/own-program.js';
import { ownProgram } from '../self/own-program.js';
import type { SystemService } from '../service/system-service.js';
import { availableSystemService } from '../service/available-system-service.js';
import { runningAgent } from '../state/run-lock.js';
import type { StateFolder } from '../state/state-folder.js';
import type { CommandLine } from './command-line.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { readMode } from './mode.js';

/** Removes everything Latchkey put on this device, the remote agents first: without us nobody would remove them later. */
export async function uninstall({ state }: CommandLine): Promise<string> {
  if (!readEnrolment(state)) throw new CommandFailed(EXIT.notEnrolled, `this device is not enrolled (${state.path})`);
  const service = availableSystemService();
  await service?.stop();
  const running = runningAgent(state);
  if (running)
    throw new CommandFailed(
      EXIT.alreadyRunning,
      `the endpoint agent still runs as process ${running.pid}; stop it first`,
    );
  await removeRemoteAgents(state);
  await removeSelf(state, service, ownProgram());
  return 'Removed: remote agents, service and state.';
}

/** Removes the service, the state and, where it was installed as one file, the program; the remote agents are gone already. */
export async function removeSelf(
  state: StateFolder,
  service: SystemService | undefined,
  program: OwnProgram,
): Promise<void> {
  await service?.uninstall();
  rmSync(state.path, { recursive: true, force: true });
  // A Windows program cannot delete itself; the installer's clean-up does.
  if (program.isSingleFile && service && process.platform !== 'win32')
    rmSync(service.program(program).command, { force: true });
}

async function removeRemoteAgents(state: StateFolder): Promise<void> {
  const unused = { origin: '', headersFor: () => ({}) };
  const privateMode = readMode(state)?.privateMode ?? true;
  for (const agent of knownRemoteAgents(
    state,
    new ArtifactStore(state.folder('artifacts'), unused),
    privateMode,
  ).values()) {
    try {
      await agent.remove(() => undefined);
    } catch (error) {
      if (error instanceof CodedFailure)
        throw new CommandFailed(EXIT.notRemoved, `${agent.provider}: ${error.message} (${error.code})`);
      throw error;
    }
  }
}
