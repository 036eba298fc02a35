// `npm run check`: what must hold before a commit, in under a minute; two things at a time.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, installDependencies } from './install.mjs';
import { run, say, step } from './steps.mjs';

const node = (program, args, options) => () => run(process.execPath, [join('node_modules', ...program.split('/')), ...args], options);

/** The compiler remembers what it found: a file is judged again only where it, or something that it uses, has changed. */
const types = (project) =>
  node('typescript/bin/tsc', ['--noEmit', '--incremental', '--tsBuildInfoFile', join('node_modules', '.cache', 'types', `${project.replaceAll('/', '-')}.tsbuildinfo`), '-p', project]);

/** Enough lives of the planner, and fleets before the oracle, to notice a slip at once; `npm test` goes through all of them. */
const FEWER_LIVES = { env: { LATCHKEY_MODEL_SEEDS: '100', LATCHKEY_ORACLE_FLEETS: '300', ...process.env } };

/** Add a line to add a check; the longest first, and the tests last: they use both processors. */
const SIDE_BY_SIDE = [
  ['checking the style', node('eslint/bin/eslint.js', ['.', '--max-warnings=0'])],
  ['checking the types', types('tsconfig.json')],
  ["checking the console's types", types('console/tsconfig.json')],
  ['checking the arrows', () => run('npm', ['run', '--silent', 'arrows'])],
  ['checking the generated documents', () => run(process.execPath, [join('scripts', 'docs.mjs'), '--check'])],
];
const AFTERWARDS = ['running the pure tests', node('jest/bin/jest.js', ['--selectProjects', 'pure', '--maxWorkers=2'], FEWER_LIVES)];

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const began = Date.now();
checkNode();
await installDependencies();
let failed = 0;
const attempt = ([title, work]) => step(title, work).catch(() => (failed += 1));
const waiting = [...SIDE_BY_SIDE];
const takeTurns = async () => {
  for (let check = waiting.shift(); check; check = waiting.shift()) await attempt(check);
};
await Promise.all([takeTurns(), takeTurns()]);
await attempt(AFTERWARDS);
say(`${failed === 0 ? '✓ all good' : `✗ ${failed} of ${SIDE_BY_SIDE.length + 1} failed`} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
process.exit(failed === 0 ? 0 : 1);
