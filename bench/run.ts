import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Every measurement, by the name that `npm run bench -- <name>` takes; each is a program of its own. */
const MEASUREMENTS: Readonly<Record<string, string>> = {
  'assign-to-ready': 'from an assignment to Ready, against a shell script that installs the same remote agent [--pairs 30] [--seed 1]',
  policy: 'planning, retargeting, the idle tick and the counts against hand-written SQL, as the fleet grows [--sizes 10k,100k,1M] [--repeats 5] [--only P3] [--data DIR]',
  audit: 'assigning a package with its audit entries, against the same without [--repeats 15]',
  authorisation: 'what knowing the caller adds to a request, against SELECT 1 [--repeats 9]',
  'click-to-page': 'from Log In to the address of the session, against the provider making its page [--pairs 30]',
  'device-list': 'a page of the device list, its first and a deep one, and the quick filters, against their own SQL through node-postgres [--sizes 10k,100k,1M] [--repeats 5] [--only P9]',
  'full-rollout': 'from a changed policy to the last settled device, over simulated agents, against signing and verifying their orders [--devices 300] [--repeats 3]',
  faults: 'a rehearsal with faults: whether every device is judged with what happened to it [--devices 5000] [--share 0.05] [--seed 1] [--outage away|silent|wrong] [--outage-seconds 30]',
  'commit-to-instruction': 'from a committed change to the verified order at each of many connected agents, against a bare program [--devices 1,1000,5000] [--repeats 5]',
  'report-to-browser': 'from an agent\'s report to the event at the browser, against NOTIFY and an event stream [--devices 200] [--rounds 200]',
  'guest-screen': 'a guest client beside x11vnc on one screen: start, key to pixel, cost at rest, many sessions at once [--keys 40] [--starts 5] [--sessions 20]',
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
