/**
 * Builds the endpoint agent as single executables: one bundle, injected into a Node runtime of each platform.
 * Out: build/agent/latchkey-agent-<platform>[.exe] and build/agent/manifest.json with sizes and SHA-256 sums.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble, bundle, constantIn, makeBlob, ROOT, RUNTIME_VERSION, runtimeFile, RUNTIMES, say, withWorkFolder } from './single-executable.mjs';

const OUT = join(ROOT, 'build', 'agent');
const FILES = { 'linux-x64': 'latchkey-agent-linux-x64', 'win-x64': 'latchkey-agent-win-x64.exe' };

await withWorkFolder(OUT, async (work) => {
  say('bundling the agent');
  const main = join(work, 'agent.cjs');
  await bundle('agent/main.ts', main);
  const blob = makeBlob({ main, work });
  const files = [];
  for (const runtime of RUNTIMES) {
    const file = FILES[runtime.platform];
    const { sizeBytes, sha256 } = await assemble({ runtime: runtimeFile(runtime), blob, out: join(OUT, file), work });
    files.push({ platform: runtime.platform, file, size: sizeBytes, sha256 });
  }
  tryOut(join(OUT, FILES['linux-x64']), join(work, 'nowhere'));
  const version = constantIn('agent/agent-version.ts', 'AGENT_VERSION');
  writeFileSync(join(OUT, 'manifest.json'), `${JSON.stringify({ version, node: RUNTIME_VERSION, files }, null, 2)}\n`);
  say(`manifest written: ${join(OUT, 'manifest.json')}`);
});

/** Runs what was built, where this machine can. */
function tryOut(program, nowhere) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  const version = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim();
  let exitCode = 0;
  try {
    execFileSync(program, ['status', '--json', '--state-dir', nowhere], { stdio: 'pipe' });
  } catch (error) {
    exitCode = error.status;
  }
  if (exitCode !== 3) throw new Error(`"status" of an unenrolled device ended with ${exitCode} instead of 3`);
  say(`tried out: version ${version}`);
}
