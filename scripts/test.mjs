// `npm test`: installs what is missing, runs every project of the suite, ends with the plain line "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installDependencies } from './install.mjs';

const extra = process.argv.slice(2);
installDependencies();

const results = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
const projects = (process.env.LATCHKEY_TEST_PROJECTS ?? 'pure,postgres,story').split(',');
let passed = 0;
let failed = 0;
for (const project of projects) {
  const file = join(results, `${project}.json`);
  console.log(`\n— ${project} —`);
  const workers = project === 'story' ? ['--runInBand'] : ['--maxWorkers=2'];
  const run = spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--selectProjects', project, '--passWithNoTests', ...workers, '--json', `--outputFile=${file}`, '--testLocationInResults', ...extra],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const outcome = read(file);
  passed += outcome?.numPassedTests ?? 0;
  failed += outcome ? outcome.numFailedTests + outcome.numRuntimeErrorTestSuites : 1;
  if (run.status !== 0 && outcome?.success) failed += 1;
}
rmSync(results, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
