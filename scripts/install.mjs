// What a fresh machine lacks: dependencies of the server, of the engine and of the guest client, each by its own lock file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, leaveMark, markIn } from './fingerprint.mjs';
import { run, say, step, StepFailed } from './steps.mjs';

const OLDEST_NODE = [20, 19];

/** Ends with a sentence when this Node is too old to run the server. */
export function checkNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  say(`✗ Node.js ${version} is too old: Latchkey needs ${OLDEST_NODE.join('.')} or newer (https://nodejs.org).`);
  throw new StepFailed('Node.js');
}

/** Runs `npm ci` wherever node_modules is not what the lock file says. */
export async function installDependencies() {
  await ensureLocked('.', 'installing the server and the console');
  await ensureLocked('engine', 'installing the embedded MeshCentral');
  // Its windows come in a package for each platform, not all of which were published: `npm ci` would miss them in the lock file.
  await ensureLocked('guest', 'installing what the guest client is made of', ['install', '--no-save']);
}

async function ensureLocked(folder, title, command = ['ci']) {
  const lock = join(folder, 'package-lock.json');
  const stamp = join(folder, 'node_modules', '.latchkey-lock');
  const wanted = fingerprint([lock]);
  if (markIn(stamp) === wanted) return;
  if (!isAsLocked(folder)) {
    // No install scripts: nothing we use needs them, and what does not run cannot do harm.
    await step(title, () => run('npm', [...command, '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']));
  }
  leaveMark(stamp, wanted);
}

/** Whether npm's own record of node_modules names every locked package in the locked version; true after a developer's `npm install`. */
export function isAsLocked(folder) {
  const packagesOf = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).packages;
  try {
    const [locked, installed] = [packagesOf('package-lock.json'), packagesOf('node_modules/.package-lock.json')];
    return Object.entries(locked).every(([path, { version, integrity, optional, link }]) => {
      if (!path.startsWith('node_modules/') || link) return true;
      const found = installed[path];
      return found ? found.version === version && found.integrity === integrity : optional === true;
    });
  } catch {
    return false;
  }
}
