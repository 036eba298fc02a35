/**
 * `npm run test:wine`: runs the endpoint agent and the guest client for Windows under Wine, the files that are shipped, and the agent's modules on its own runtime.
 * Ends with 0 when all claims held, 1 when one did not, 77 when this machine has no Wine (and says what is missing).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWhatChanged } from './build.mjs';
import { say } from './steps.mjs';

const CANNOT = 77;
const NEEDED = { wine: 'wine64 wine', wixl: 'wixl', msibuild: 'msitools', Xvfb: 'xvfb', xdotool: 'xdotool' };

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const missing = Object.keys(NEEDED).filter((command) => spawnSync(command, [command === 'Xvfb' ? '-help' : '--version'], { stdio: 'ignore' }).error);
if (missing.length > 0) {
  say(`✗ this machine cannot run it: ${missing.join(', ')} missing (Debian: apt-get install ${missing.map((command) => NEEDED[command]).join(' ')})`);
  process.exit(CANNOT);
}
await buildWhatChanged();
for (const program of [join('agent', 'latchkey-agent-win-x64.exe'), join('guest', 'latchkey-support-win-x64.exe')]) {
  if (existsSync(join('build', program))) continue;
  say(`✗ build/${program} is not built`);
  process.exit(CANNOT);
}
const jest = join('node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, [jest, '--selectProjects', 'wine', '--runInBand', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
