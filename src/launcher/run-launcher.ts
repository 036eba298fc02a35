import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../platform/config/environment-reader.js';
import { launch } from './launch.js';
import { StoppedWhileStarting } from './stop-list.js';

const EXIT_CONFIGURATION = 78;
const FORCED_END_MS = 9_800;
const IMPATIENCE_MS = 1_000;

/** Runs the launcher until a signal comes; a second Ctrl-C ends it at once, and its children with it. */
export async function runLauncher(flags: readonly string[], program: string): Promise<void> {
  const { values } = parseArgs({ args: [...flags], options: { demo: { type: 'boolean' }, json: { type: 'boolean' } } });
  const started = launch({ env: process.env, demo: values.demo ?? false, json: values.json ?? false, projectDir: projectDirOf(program), program });
  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince !== undefined) return;
    stoppingSince = Date.now();
    setTimeout(() => process.exit(1), FORCED_END_MS).unref();
    void started.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // One Ctrl-C can arrive twice, from the terminal and from npm: only a later one means impatience.
  process.on('SIGINT', () => (stoppingSince !== undefined && Date.now() - stoppingSince > IMPATIENCE_MS ? process.exit(1) : stop()));
  stopWhenStarterDies(stop);
  try {
    await started.ready;
  } catch (error) {
    if (error instanceof StoppedWhileStarting || stoppingSince !== undefined) return;
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1);
  }
}

/** `npm start` keeps a pipe to us open; when it is killed, nobody could stop us any more. */
function stopWhenStarterDies(stop: () => void): void {
  const descriptor = Number(process.env['LATCHKEY_STARTER_PIPE']);
  if (!Number.isInteger(descriptor) || descriptor < 3) return;
  delete process.env['LATCHKEY_STARTER_PIPE'];
  const pipe = new Socket({ fd: descriptor, readable: true, writable: false });
  pipe.once('end', stop).once('error', stop).resume().unref();
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigurationError) {
    return ['Latchkey was not started, because of its configuration:', ...error.problems.map(({ variable, sentence }) => `  ${variable}: ${sentence}`)].join('\n');
  }
  return `Latchkey was not started: ${error instanceof Error ? error.message : String(error)}`;
}

function projectDirOf(program: string): string {
  for (let folder = dirname(program); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'engine'))) return folder;
  }
  throw new Error(`${program} lies outside of a Latchkey folder.`);
}
