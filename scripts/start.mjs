// `npm start [-- --demo] [-- --json]`: installs and builds what is missing or old, then runs the launcher until a signal comes.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWhatChanged } from './build.mjs';
import { checkNode, installDependencies } from './install.mjs';
import { reportTo, say } from './steps.mjs';

const flags = process.argv.slice(2);
if (flags.includes('--json')) reportTo(process.stderr);
// Relative paths in the environment are the caller's.
if (process.env.LATCHKEY_DATA_DIR) process.env.LATCHKEY_DATA_DIR = resolve(process.env.LATCHKEY_DATA_DIR);
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const npm = npmAbove();
try {
  checkNode();
  await installDependencies();
  await buildWhatChanged();
} catch (error) {
  say(error.message);
  process.exit(1);
}

// The fourth descriptor is a pipe whose end tells the launcher that we are gone. Its own process group: Ctrl-C reaches us,
// and we pass it on once instead of the terminal doing it twice.
const launcher = spawn(process.execPath, [join('dist', 'src', 'main.js'), 'launch', ...flags], {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  env: { ...process.env, LATCHKEY_STARTER_PIPE: '3' },
  detached: true,
});
launcher.stdio[3].on('error', () => undefined);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => launcher.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
launcher.once('error', (error) => {
  say(`The launcher could not be started: ${error.message}`);
  process.exit(1);
});
launcher.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)));

// A killed npm cannot pass anything on: without it nobody could stop us any more, so we end as if asked to.
if (process.env.npm_lifecycle_event === 'start') {
  const watch = setInterval(() => {
    if (npmAbove() === npm) return;
    clearInterval(watch);
    launcher.kill('SIGTERM');
  }, 200).unref();
}

/** The process that runs this script for npm: our parent, or the parent of the shell between us. */
function npmAbove() {
  const parent = process.ppid;
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const isShell = /\((sh|dash|bash|ash|busybox)\)/.test(stat);
    return isShell ? Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) : parent;
  } catch {
    return parent;
  }
}
