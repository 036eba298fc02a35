// `npm run test:planted-bugs [-- <text>]`: takes one security control away after the other, each from a copy of this tree, and expects a test to notice.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, installDependencies } from './install.mjs';
import { say } from './steps.mjs';

/** What is installed and not ours to break; the copy only points there. */
const INSTALLED = ['node_modules', 'console/node_modules', 'engine/node_modules'];
const WITHIN_MS = 10 * 60_000;

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
checkNode();
await installDependencies();
const wished = process.argv[2]?.toLowerCase() ?? '';
const bugs = JSON.parse(readFileSync('test/planted-bugs/planted-bugs.json', 'utf8')).filter((bug) => JSON.stringify(bug).toLowerCase().includes(wished));
const copy = mkdtempSync(join(tmpdir(), 'latchkey-planted-bugs-'));
const rows = [];
try {
  copyTree(copy);
  for (const file of new Set(bugs.map(({ caughtBy }) => caughtBy))) {
    // A test that fails by itself notices nothing.
    if ((await outcomeOf(file)) !== 'passed') throw new Error(`${file} fails without any planted bug`);
    say(`▸ ${file} holds as it is`);
    for (const bug of bugs.filter(({ caughtBy }) => caughtBy === file)) rows.push({ ...bug, ...(await tryOut(bug)) });
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
const missed = rows.filter(({ isCaught }) => !isCaught);
say(`\n${table([['', 'control', 'planted bug', 'test', 'seconds'], ...rows.map((row) => [row.isCaught ? '✓' : '✗', row.control, row.bug, row.caughtBy, String(row.seconds)])])}`);
say(`\n${rows.length - missed.length} of ${rows.length} planted bugs were caught`);
process.exit(missed.length === 0 && rows.length > 0 ? 0 : 1);

function copyTree(to) {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8', maxBuffer: 64 << 20 }).split('\0');
  for (const file of files) {
    if (file === '' || !existsSync(file)) continue;
    mkdirSync(join(to, dirname(file)), { recursive: true });
    cpSync(file, join(to, file));
  }
  for (const folder of INSTALLED) if (existsSync(folder)) symlinkSync(join(process.cwd(), folder), join(to, folder));
}

/** Plants one bug, runs the test that must fail, and puts everything back. */
async function tryOut({ file, remove, put, caughtBy, bug }) {
  const path = join(copy, file);
  const whole = readFileSync(path, 'utf8');
  if (whole.split(remove).length !== 2) throw new Error(`“${bug}” does not apply to ${file} any more`);
  const began = Date.now();
  writeFileSync(path, whole.replace(remove, () => put));
  try {
    const outcome = await outcomeOf(caughtBy);
    if (outcome === 'broken') throw new Error(`${caughtBy} does not run with “${bug}”: what is planted has to compile`);
    say(`${outcome === 'failed' ? '✓' : '✗'} ${bug}`);
    return { isCaught: outcome === 'failed', seconds: Math.round((Date.now() - began) / 1000) };
  } finally {
    writeFileSync(path, whole);
  }
}

/** `failed` only where a test ran and did not hold; `broken` where none ran. */
async function outcomeOf(testFile) {
  const project = testFile.endsWith('.pg.spec.ts') ? 'postgres' : 'pure';
  const results = join(copy, 'planted-bug-results.json');
  rmSync(results, { force: true });
  const jest = spawn(
    process.execPath,
    [join('node_modules', 'jest', 'bin', 'jest.js'), '--selectProjects', project, '--runInBand', '--json', `--outputFile=${results}`, '--runTestsByPath', testFile],
    { cwd: copy, stdio: 'ignore', timeout: WITHIN_MS },
  );
  await new Promise((resolve) => jest.once('close', resolve));
  const { numFailedTests = 0, numPassedTests = 0, success = false } = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {};
  if (numFailedTests > 0) return 'failed';
  return success && numPassedTests > 0 ? 'passed' : 'broken';
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}
