// `npm test [-- <jest arguments>]`: installs and builds what is missing, runs the whole suite, ends with the plain line "N passed, N failed".
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { buildWhatChanged } from './build.mjs';
import { CHROMIUM, ensureDebianPackages, GUEST_DESKTOP } from './debian-packages.mjs';
import { checkNode, installDependencies } from './install.mjs';
import { say } from './steps.mjs';

/** All wait as often as they work, for a database, a device or an engine: a worker more than cores are free. What measures how long something takes runs last, and alone. */
const RUNS = [
  { title: 'sentences', projects: ['pure', 'program', 'postgres'], workers: '3', withinMinutes: 35 },
  { title: 'stories of people', projects: ['story'], workers: '2', withinMinutes: 40 },
  { title: 'stories of faults', projects: ['fault-story'], workers: '1', withinMinutes: 25 },
];

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const wished = process.argv.slice(2);
const total = { passed: 0, failed: 0 };
/** What failed, told once more at the end: the runs above it are long. */
const failures = [];
/** What failed beside others and held when it ran by itself: told, so that nobody takes it for steady. */
const unsteady = [];
/** More than these failing together are no accident of a busy machine. */
const FILES_RUN_AGAIN = 8;
try {
  checkNode();
  await installDependencies();
  await ensureDebianPackages([CHROMIUM, ...GUEST_DESKTOP]);
  await buildWhatChanged();
  for (const run of RUNS) count(await runTwiceIfNeedBe(run), run.title);
} catch (error) {
  total.failed += 1;
  say(`✗ ${error.message}`);
}
if (total.passed + total.failed === 0) {
  say('✗ no test matches');
  total.failed = 1;
}
if (unsteady.length > 0) say(`\nHeld only when run again, by themselves:\n${unsteady.join('\n')}`);
if (failures.length > 0) say(`\nFailed:\n${failures.join('\n')}`);
say(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

/**
 * Files with programs, databases and browsers that failed beside others run once more, by themselves: a busy machine is no fault of
 * theirs. Pure sentences never do; what they say once is so.
 */
async function runTwiceIfNeedBe(run) {
  const first = await runJest(run);
  const failed = (first.summary?.testResults ?? []).filter((file) => file.status === 'failed');
  const again = failed.filter(({ name }) => /\.(pg|program)\.spec\.ts$|\.e2e-spec\.ts$/.test(name));
  if (again.length === 0 || failed.length > FILES_RUN_AGAIN || wished.length > 0) return first;
  const names = again.map(({ name }) => name);
  const second = await runJest({ ...run, title: `${run.title}, ${names.length} again`, workers: '1', wished: ['--runTestsByPath', ...names] });
  if (!second.summary) return first;
  const held = new Set(second.summary.testResults.filter((file) => file.status === 'passed').map(({ name }) => name));
  unsteady.push(...again.filter(({ name }) => held.has(name)).flatMap(failuresOf));
  const others = first.summary.testResults.filter((file) => !names.includes(file.name));
  return { code: held.size === failed.length ? 0 : first.code, summary: { testResults: [...others, ...second.summary.testResults] } };
}

/** Resolves with jest's own summary and its exit code; no summary when it did not get that far. */
async function runJest({ title, projects, workers, withinMinutes, wished: files = wished }) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-results-'));
  const file = join(folder, 'results.json');
  say(`\n— ${title} (${projects.join(', ')}) —`);
  const args = ['--selectProjects', ...projects, '--passWithNoTests', `--maxWorkers=${workers}`, '--json', `--outputFile=${file}`, ...files];
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
  if (!summary) failures.push(`✗ ${title}: jest ended with ${code} and left no results`);
  const lines = (summary?.testResults ?? []).flatMap(failuresOf);
  failures.push(...lines);
  total.passed += (summary?.testResults ?? []).flatMap((file) => file.assertionResults).filter(({ status }) => status === 'passed').length;
  total.failed += !summary || (lines.length === 0 && code !== 0) ? 1 : lines.length;
}

/** A line for each sentence that does not hold, with the first lines of why; one for a file that could not run. */
function failuresOf({ name, status, message, assertionResults }) {
  const where = relative(process.cwd(), name);
  const lines = assertionResults
    .filter((sentence) => sentence.status === 'failed')
    .map(({ fullName, failureMessages }) => `✗ ${where}: ${fullName}\n${shortened(failureMessages[0] ?? '')}`);
  return lines.length === 0 && status === 'failed' ? [`✗ ${where}\n${shortened(message)}`] : lines;
}

function shortened(message) {
  const plain = stripVTControlCharacters(message).split('\n').filter((line) => line.trim() !== '' && !/^\s+at .*node_modules/.test(line));
  return plain.slice(0, 14).map((line) => `    ${line.slice(0, 200)}`).join('\n');
}
