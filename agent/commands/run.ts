import { EndpointAgent } from '../endpoint-agent.js';
import { deviceKey, readEnrolment } from '../identity/device-identity.js';
import { logTo } from '../log.js';
import { ownProgram } from '../self/own-program.js';
import { availableSystemService } from '../service/available-system-service.js';
import { RunLock } from '../state/run-lock.js';
import type { CommandLine } from './command-line.js';
import { CommandFailed, EXIT, type ExitCode } from './exit-codes.js';
import { readMode, writeMode } from './mode.js';
import { removeSelf } from './uninstall.js';

/** Runs the endpoint agent until it is stopped or told to remove itself. */
export async function run({ state, privateMode }: CommandLine): Promise<ExitCode> {
  const enrolment = readEnrolment(state);
  if (!enrolment) throw new CommandFailed(EXIT.notEnrolled, `this device is not enrolled (${state.path})`);
  demandRights(privateMode);
  const mode = readMode(state);
  if (mode && mode.privateMode !== privateMode) {
    // Else the remote agent of the other mode would stay on beside the new one.
    throw new CommandFailed(
      EXIT.usage,
      `this state folder is used ${mode.privateMode ? 'with' : 'without'} --private; uninstall first to change that`,
    );
  }
  const lock = RunLock.take(state.prepare(), privateMode);
  if (!lock) throw new CommandFailed(EXIT.alreadyRunning, `another endpoint agent runs on ${state.path}`);
  writeMode(state, { privateMode });
  const log = logTo(process.stderr);
  const program = ownProgram();
  const agent = new EndpointAgent({
    state,
    enrolment,
    program,
    privateMode,
    log,
    key: deviceKey(state),
    connected: (since) => lock.connected(since),
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => agent.stop());
  const ending = await agent.run();
  lock.release();
  if (ending === 'restart-needed') return EXIT.restart;
  if (ending === 'remove-self') await removeSelf(state, availableSystemService(), program);
  return EXIT.done;
}

function demandRights(privateMode: boolean): void {
  if (privateMode || process.platform === 'win32' || process.getuid?.() === 0) return;
  throw new CommandFailed(
    EXIT.noRights,
    'only root may install remote agents as system services; use --private, or run as root',
  );
}
