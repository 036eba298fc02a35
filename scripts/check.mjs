// `npm run check`: what must hold before a commit, in under a minute; two things at a time.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, installDependencies } from './install.mjs';
import { run, say, step } from './steps.mjs';

const node = (program, ...args) => () => run(process.execPath, [join('node_modules', ...program.split('/')), ...args]);

/** Add a line to add a check; a row runs after the one before it, its checks side by side. */
const ROWS = [
  [
    ['checking the types', node('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')],
    ['checking the style', node('eslint/bin/eslint.js', '.', '--max-warnings=0')],
  ],
  [
    ["checking the console's types", node('typescript/bin/tsc', '--noEmit', '-p', 'console/tsconfig.json')],
    ['checking the arrows', () => run('npm', ['run', '--silent', 'arrows'])],
  ],
  [['checking the generated documents', () => run(process.execPath, [join('scripts', 'docs.mjs'), '--check'])]],
  [['running the pure tests', node('jest/bin/jest.js', '--selectProjects', 'pure', '--maxWorkers=2')]],
];

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const began = Date.now();
checkNode();
await installDependencies();
let failed = 0;
for (const row of ROWS) {
  const outcomes = await Promise.allSettled(row.map(([title, work]) => step(title, work)));
  failed += outcomes.filter(({ status }) => status === 'rejected').length;
}
say(`${failed === 0 ? '✓ all good' : `✗ ${failed} of ${ROWS.flat().length} failed`} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
process.exit(failed === 0 ? 0 : 1);
