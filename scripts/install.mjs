// What a fresh machine lacks: dependencies of the server and of the engine, each by its own lock file, once per lock file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs `npm ci` where node_modules is not what the lock file says; ends the process when that fails. */
export function installDependencies() {
  ensureLocked('.', 'server and console');
  ensureLocked('engine', 'embedded engine');
}

function ensureLocked(folder, title) {
  const stamp = join(folder, 'node_modules', '.latchkey-lock');
  const wanted = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  step(`installing the ${title}`, 'npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts']);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Runs one step with its output passed on and says how long it took. */
export function step(title, command, args, options = {}) {
  const began = Date.now();
  console.log(`▸ ${title} …`);
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32', ...options });
  if (status !== 0) {
    console.error(`✗ ${title} failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
  console.log(`✓ ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}
