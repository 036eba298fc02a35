/**
 * Builds the guest client as single files, the same for every session: one bundle with the native parts of its platform, in a Node runtime.
 * Out: build/guest/latchkey-support-<platform>[.exe] and build/guest/manifest.json with sizes, SHA-256 sums and who signed.
 *
 * LATCHKEY_GUEST_SERVER=https://help.example.org   has the clients join this server only, whatever their file is called
 * LATCHKEY_SIGNING_CERTIFICATE, LATCHKEY_SIGNING_KEY   files (PEM) with which the Windows client is signed, by osslsigncode
 */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brandWindowsProgram } from './brand-windows-program.mjs';
import { assemble, bundle, constantIn, makeBlob, pinnedFile, ROOT, RUNTIME_VERSION, runtimeFile, RUNTIMES, say, withWorkFolder } from './single-executable.mjs';
import { weakenVersion } from './weaken-version.mjs';

const OUT = join(ROOT, 'build', 'guest');
const LOCK = JSON.parse(readFileSync(join(ROOT, 'guest', 'package-lock.json'), 'utf8')).packages;
const VERSION = constantIn('guest/guest-version.ts', 'GUEST_VERSION');
const NAME = 'Latchkey remote support';
/** What the windows' library was linked against, for two weak symbols only. */
const NEWER_GLIBC = 'GLIBC_2.39';

const TARGETS = {
  'linux-x64': { file: 'latchkey-support-linux-x64', native: { 'webview.node': { package: '@webviewjs/webview-linux-x64-gnu', member: 'webview.linux-x64-gnu.node' } } },
  'win-x64': {
    file: 'latchkey-support-win-x64.exe',
    native: {
      'webview.node': { package: '@webviewjs/webview-win32-x64-msvc', member: 'webview.win32-x64-msvc.node' },
      'koffi.node': { package: '@koromix/koffi-win32-x64', member: 'win32_x64/koffi.node' },
    },
  },
};

await withWorkFolder(OUT, async (work) => {
  say('bundling the guest client');
  const main = join(work, 'guest.cjs');
  // Native parts are loaded from files by their full path, which the `require` of a single executable does not do.
  await bundle('guest/main.ts', main, {
    external: ['@webviewjs/webview-*'],
    // Its form for modules asks for the address of its own file, which a bundle has none of.
    alias: { 'koffi/indirect': join(ROOT, 'guest', 'node_modules', 'koffi', 'indirect.cjs') },
    banner: { js: "require = require('node:module').createRequire(process.execPath);" },
  });
  const server = join(work, 'server');
  writeFileSync(server, process.env.LATCHKEY_GUEST_SERVER ?? '');
  const files = [];
  for (const runtime of RUNTIMES) {
    const { file, native } = TARGETS[runtime.platform];
    const assets = { server, ...Object.fromEntries(Object.entries(native).map(([asset, part]) => [asset, nativePart(part, runtime.platform, work)])) };
    const blob = makeBlob({ main, assets, work });
    const windows = runtime.platform === 'win-x64';
    const branded = windows ? await branding(runtimeFile(runtime), work) : runtimeFile(runtime);
    let signer = null;
    const finish = (fresh) => (signer = windows ? signed(fresh) : null);
    files.push({ platform: runtime.platform, file, ...(await assemble({ runtime: branded, blob, out: join(OUT, file), work, finish })) });
    files.at(-1).signer = signer;
  }
  tryOut(join(OUT, TARGETS['linux-x64'].file));
  writeFileSync(join(OUT, 'manifest.json'), `${JSON.stringify({ version: VERSION, node: RUNTIME_VERSION, files }, null, 2)}\n`);
  say(`manifest written: ${join(OUT, 'manifest.json')}`);
});

/** A native part in the version that the lock file names, checked against the lock file's own sum. */
function nativePart({ package: name, member }, platform, work) {
  const { version, integrity } = LOCK[`node_modules/${name}`];
  const file = pinnedFile({ package: name, version, integrity, member, cached: join('native-parts', `${name.replaceAll('/', '+')}-${version}.node`) });
  if (platform !== 'linux-x64') return file;
  const weakened = join(work, 'webview.node');
  writeFileSync(weakened, weakenVersion(readFileSync(file), NEWER_GLIBC));
  return weakened;
}

async function branding(runtime, work) {
  const icons = await iconsOf(work);
  const branded = join(work, 'branded.exe');
  writeFileSync(branded, await brandWindowsProgram(readFileSync(runtime), { version: VERSION, name: NAME, company: 'Latchkey', icons }));
  return branded;
}

/** The program's icon is that of its tray, by the same lines of code. */
async function iconsOf(work) {
  const drawn = join(work, 'tray-icon.cjs');
  await bundle('guest/gui/tray-icon.ts', drawn);
  const { trayIcon } = (await import(pathToFileURL(drawn))).default;
  return [16, 32, 48, 256].map((size) => ({ size, rgba: trayIcon('connected', size) }));
}

/** Signs the program where its operator has a certificate, and says whose it is. */
function signed(program) {
  const { LATCHKEY_SIGNING_CERTIFICATE: certificate, LATCHKEY_SIGNING_KEY: key } = process.env;
  if (!certificate || !key) return null;
  execFileSync('osslsigncode', ['sign', '-certs', certificate, '-key', key, '-h', 'sha256', '-n', NAME, '-in', program, '-out', `${program}.signed`], { stdio: ['ignore', 'ignore', 'inherit'] });
  renameSync(`${program}.signed`, program);
  const { subject } = new X509Certificate(readFileSync(certificate));
  return /^CN=(.+)$/m.exec(subject)?.[1] ?? subject;
}

/** Runs what was built, where this machine can. */
function tryOut(program) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  const found = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  if (found !== VERSION) throw new Error(`the built client says "${found}" instead of ${VERSION}`);
  say(`tried out: version ${found}`);
}
