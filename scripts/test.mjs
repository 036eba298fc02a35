// `npm test [-- <jest arguments>]`: installs and builds what is missing, runs the whole suite, ends with the plain line "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWhatChanged } from './build.mjs';
import { CHROMIUM, ensureDebianPackages } from './debian-packages.mjs';
import { checkNode, installDependencies } from './install.mjs';
import { say } from './steps.mjs';

/** The stories share ports, CPU and a real engine with nobody: one at a time, after everything else. */
const RUNS = [
  { title: 'sentences', projects: ['pure', 'program', 'postgres'], workers: '2', withinMinutes: 15 },
  { title: 'stories', projects: ['story'], workers: '1', withinMinutes: 30 },
];

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const wished = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
try {
  checkNode();
  await installDependencies();
  await ensureDebianPackages([CHROMIUM]);
  await buildWhatChanged();
  for (const run of RUNS) count(await runJest(run), run.title);
} catch (error) {
  total.failed += 1;
  say(`✗ ${error.message}`);
}
if (total.passed + total.failed === 0) {
  say('✗ no test matches');
  total.failed = 1;
}
say(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/** Resolves with jest's own summary and its exit code; no summary when it did not get that far. */
async function runJest({ title, projects, workers, withinMinutes }) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-results-'));
  const file = join(folder, 'results.json');
  say(`\n— ${title} (${projects.join(', ')}) —`);
  const args = ['--selectProjects', ...projects, '--passWithNoTests', `--maxWorkers=${workers}`, '--json', `--outputFile=${file}`, ...wished];
  const jest = spawn(process.execPath, [join('node_modules', 'jest', 'bin', 'jest.js'), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const alarm = setTimeout(() => {
    say(`✗ ${title}: not finished after ${withinMinutes} minutes`);
    jest.kill('SIGKILL');
  }, withinMinutes * 60_000);
  const code = await new Promise((resolve) => jest.once('close', resolve));
  clearTimeout(alarm);
  try {
    return { code, summary: JSON.parse(readFileSync(file, 'utf8')) };
  } catch {
    return { code, summary: null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that cannot run counts as one failure, and so does a run that fails without saying which test did. */
function count({ code, summary }, title) {
  const failed = summary ? summary.numFailedTests + summary.numRuntimeErrorTestSuites : 1;
  total.passed += summary?.numPassedTests ?? 0;
  total.failed += failed === 0 && code !== 0 ? 1 : failed;
  if (!summary) say(`✗ ${title}: jest ended with ${code} and left no results`);
}
