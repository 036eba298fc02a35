import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Every measurement, by the name that `npm run bench -- <name>` takes; each is a program of its own. */
const MEASUREMENTS: Readonly<Record<string, string>> = {
  'assign-to-ready': 'from an assignment to Ready, against a shell script that installs the same remote agent [--pairs 30] [--seed 1]',
  policy: 'planning, retargeting, the idle tick and the counts against hand-written SQL, as the fleet grows [--sizes 10k,100k,1M] [--repeats 5] [--only P3] [--data DIR]',
  'full-rollout': 'from a changed policy to the last settled device, over simulated agents, against signing and verifying their orders [--devices 300] [--repeats 3]',
  'idle-memory': 'memory of a server with many idle simulated agents --server URL --pid PID --token-file F [--devices 5000]',
};

const [name = '', ...options] = process.argv.slice(2);
const program = join(__dirname, `${name}.js`);
if (!(name in MEASUREMENTS) || !existsSync(program)) {
  const list = Object.entries(MEASUREMENTS).map(([each, what]) => `  ${each.padEnd(16)} ${what}`);
  process.stderr.write(`Which measurement?\n\n${list.join('\n')}\n`);
  process.exit(2);
}
const child = spawn(process.execPath, ['--enable-source-maps', program, ...options], { stdio: 'inherit' });
// A Ctrl-C reaches the measurement too; it cleans up, and we wait for it.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.once('exit', (code) => process.exit(code ?? 1));
