import { createInterface } from 'node:readline';
import { keysOfLine } from '../platform/config/process-environment.js';

/** What core and web have in common while they run. */
export interface Closable {
  takeKeys(keys: readonly [Buffer, ...Buffer[]]): Promise<void>;
  close(): Promise<void>;
}

/** The launcher kills what is not gone after two seconds; a last flush should come before that. */
const CLOSE_WITHIN_MS = 1_500;

/** Runs core or web until a signal comes or the launcher is gone, then closes it. */
export async function runChild(role: 'core' | 'web', start: () => Promise<Closable>): Promise<void> {
  let running: Closable | undefined;
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), CLOSE_WITHIN_MS).unref();
    Promise.resolve(running?.close()).then(
      () => process.exit(0),
      (error: unknown) => fail(role, 'could not be closed', error),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // The other end of this pipe is the launcher's: it ends when the launcher does, even by kill -9.
  process.stdin.once('end', stop).once('close', stop).on('error', stop);
  let told: string | undefined;
  // A line is news of keys. What comes while it starts waits until it can be taken.
  createInterface({ input: process.stdin }).on('line', (line) => {
    told = line;
    void running?.takeKeys(keysOfLine(line));
  });
  process.on('uncaughtException', (error) => fail(role, 'met an error that nobody expected', error));
  process.on('unhandledRejection', (error) => fail(role, 'met an error that nobody expected', error));
  try {
    running = await start();
    if (told !== undefined) void running.takeKeys(keysOfLine(told));
  } catch (error) {
    fail(role, 'could not start', error);
  }
  if (isStopping) await running?.close().finally(() => process.exit(0));
}

/** Says in the form of the logs why the process ends, and ends it: the launcher starts a clean one. */
function fail(role: string, what: string, error: unknown): never {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${JSON.stringify({ level: 60, time: Date.now(), name: role, msg: `${role} ${what}`, err: { message, stack } })}\n`);
  process.exit(1);
}
