// Steps that a person watches: what is being done, how long it takes, and the output only of what failed.
import { spawn } from 'node:child_process';

const STILL_WORKING_EVERY_MS = 15_000;
const KEPT_OUTPUT = 20_000;

/** Where progress goes; `npm start -- --json` keeps standard output for programs. */
const screen = { stream: process.stdout };

export function reportTo(stream) {
  screen.stream = stream;
}

export function say(line) {
  screen.stream.write(`${line}\n`);
}

/** Thrown when a command failed; its output has been shown. */
export class StepFailed extends Error {}

/** Runs one step and says how long it took. */
export async function step(title, work) {
  const began = Date.now();
  const elapsed = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  say(`▸ ${title} …`);
  const ticker = setInterval(() => say(`  still ${title} (${elapsed()})`), STILL_WORKING_EVERY_MS);
  try {
    await work();
    say(`✓ ${title} (${elapsed()})`);
  } catch (error) {
    say(`✗ ${title} failed after ${elapsed()}${error instanceof StepFailed ? '' : `: ${error.message}`}`);
    throw error instanceof StepFailed ? error : new StepFailed(title);
  } finally {
    clearInterval(ticker);
  }
}

/** Runs a command silently; when it fails, shows what it said and rejects. */
export async function run(command, args, options = {}) {
  const { code, output } = await attempt(command, args, options);
  if (code === 0) return;
  say(output.trimEnd());
  throw new StepFailed(`${command} ended with ${code}`);
}

/** Runs a command silently and resolves with its code and what it said, however it ends. */
export function attempt(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32', ...options });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-KEPT_OUTPUT));
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => resolve({ code: error.code, output: `${output}${error.message}\n` }));
    child.once('close', (code, signal) => resolve({ code: code ?? signal, output }));
  });
}
