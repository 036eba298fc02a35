/**
 * Takes the endpoint agent through its life as a system service, in a throw-away copy of this machine that is booted
 * with systemd-nspawn: an overlay over the root file system, without a network, discarded at the end. `--record` keeps what this
 * systemd answers for the double of `npm test`; without it, the answers are compared.
 * Ends with 0 when all claims held, 1 when one did not, 77 when this machine cannot boot such a copy (and says why).
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const AGENT = join(ROOT, 'build', 'agent', 'latchkey-agent-linux-x64');
const MESH_AGENT = join(ROOT, 'engine', 'node_modules', 'meshcentral', 'agents', 'meshagent_x86-64');
const RECORDING = join(ROOT, 'test', 'fixtures', 'systemd', 'systemctl.json');
const CANNOT = 77;
const PATIENCE_MS = 8 * 60_000;

const obstacle = findObstacle();
if (obstacle) end(CANNOT, `this machine cannot run it: ${obstacle}`);

const work = mkdtempSync(join(tmpdir(), 'latchkey-systemd-'));
const upper = join(work, 'upper');
const root = join(work, 'root');
let exitCode;
try {
  for (const folder of [upper, root]) mkdirSync(folder);
  // The overlay's own layers must not lie below what it shows, or they would be seen twice; a tmpfs keeps them apart.
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2g', 'latchkey-systemd', upper]);
  for (const name of ['layer', 'work']) mkdirSync(join(upper, name));
  execFileSync('mount', [
    '-t',
    'overlay',
    'overlay',
    '-o',
    `lowerdir=/,upperdir=${upper}/layer,workdir=${upper}/work`,
    root,
  ]);
  await furnish();
  exitCode = await boot();
} finally {
  for (const mounted of [root, upper]) spawnSync('umount', ['-l', mounted]);
  rmSync(work, { recursive: true, force: true });
}
end(exitCode, { 0: 'all claims held', [CANNOT]: 'this machine cannot run it' }[exitCode] ?? 'a claim did not hold');

function findObstacle() {
  if (process.platform !== 'linux' || process.getuid() !== 0) return 'it needs Linux and root';
  if (spawnSync('systemd-nspawn', ['--version']).status !== 0)
    return 'systemd-nspawn is missing (Debian: apt-get install systemd-container)';
  if (!existsSync('/lib/systemd/systemd')) return 'systemd is not installed, so a copy of this machine cannot boot';
  if (!existsSync(AGENT)) return 'the agent is not built (npm run build:agent)';
  if (!existsSync(MESH_AGENT)) return 'the engine is not installed, so there is no MeshAgent to install';
  const overlay =
    readFileSync('/proc/filesystems', 'utf8').includes('overlay') || spawnSync('modprobe', ['overlay']).status === 0;
  return overlay ? undefined : 'this kernel has no overlay file system';
}

/** Puts agent, MeshAgent and driver into the copy, and a target that starts next to nothing but the driver. */
async function furnish() {
  const test = join(root, 'latchkey-test');
  mkdirSync(test);
  copyFileSync(AGENT, join(test, 'latchkey-agent'));
  copyFileSync(MESH_AGENT, join(test, 'meshagent'));
  copyFileSync(process.execPath, join(test, 'node'));
  for (const name of ['latchkey-agent', 'meshagent', 'node']) chmodSync(join(test, name), 0o755);
  await build({
    entryPoints: [join(ROOT, 'test', 'support', 'systemd-driver.ts')],
    outfile: join(test, 'driver.cjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'warning',
  });
  const units = join(root, 'etc', 'systemd', 'system');
  writeFileSync(
    join(units, 'latchkey-test.service'),
    `[Unit]
After=basic.target dbus.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c '/latchkey-test/node /latchkey-test/driver.cjs > /latchkey-test/output 2>&1; echo $? > /latchkey-test/exit-code'
ExecStopPost=/bin/systemctl poweroff --force
`,
  );
  writeFileSync(
    join(units, 'latchkey-test.target'),
    '[Unit]\nRequires=basic.target\nWants=dbus.service latchkey-test.service\nAllowIsolate=yes\n',
  );
  rmSync(join(units, 'default.target'), { force: true });
  symlinkSync('latchkey-test.target', join(units, 'default.target'));
  for (const [path, content] of [
    ['etc/hostname', 'front-desk\n'],
    ['etc/machine-id', ''],
  ])
    writeFileSync(join(root, path), content);
}

async function boot() {
  const args = [
    '--quiet',
    '--boot',
    '--register=no',
    '--keep-unit',
    '--private-network',
    '--console=pipe',
    '--machine=latchkey-front-desk',
    `--directory=${root}`,
  ];
  const container = spawn('systemd-nspawn', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let screen = '';
  for (const stream of [container.stdout, container.stderr]) stream.on('data', (text) => (screen += text));
  const timer = setTimeout(() => container.kill('SIGTERM'), PATIENCE_MS);
  await new Promise((resolve) => container.on('close', resolve));
  clearTimeout(timer);
  const output = join(root, 'latchkey-test', 'output');
  if (!existsSync(output)) {
    process.stdout.write(`the copy did not boot:\n${screen.slice(-2000)}\n`);
    return CANNOT;
  }
  process.stdout.write(readFileSync(output, 'utf8'));
  const code = join(root, 'latchkey-test', 'exit-code');
  const ended = existsSync(code) ? Number(readFileSync(code, 'utf8')) : 1;
  return ended === 0 ? compareRecording(join(root, 'latchkey-test', 'recording.json')) : ended;
}

/** The double of `npm test` answers as a systemd did; here is one, and it must still do so. `--record` keeps what it says. */
function compareRecording(file) {
  const { systemd, ...said } = JSON.parse(readFileSync(file, 'utf8'));
  if (process.argv.includes('--record')) {
    mkdirSync(dirname(RECORDING), { recursive: true });
    writeFileSync(RECORDING, `${JSON.stringify({ systemd, ...said }, null, 2)}\n`);
  }
  const { systemd: recordedOf, ...recorded } = JSON.parse(readFileSync(RECORDING, 'utf8'));
  const isSame = isDeepStrictEqual(said, recorded);
  process.stdout.write(`${isSame ? 'ok' : 'not ok'} - ${systemd} answers as ${recordedOf} did when the double was recorded\n`);
  return isSame ? 0 : 1;
}

function end(code, text) {
  process.stdout.write(`test-systemd: ${text}\n`);
  process.exit(code);
}
