// What is made from the sources: the server and the console; made again only when a source has changed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint, leaveMark, markIn } from './fingerprint.mjs';
import { run, step } from './steps.mjs';

const isCode = (file) => /\.(ts|tsx|mts|cts|json|css|html|svg|cjs|mjs|png|ico|woff2)$/.test(file) && !/\.(e2e-)?spec\.ts$/.test(file);

const PARTS = [
  {
    title: 'building the server',
    sources: ['contracts', 'src', 'agent', 'cli', 'simulator', 'bench', 'demo', 'guest', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package-lock.json'],
    mark: 'dist/.built-from',
    proof: 'dist/src/main.js',
    make: () => run(process.execPath, [join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build']),
  },
  {
    title: 'building the console',
    sources: ['console', 'contracts', 'package-lock.json'],
    mark: 'console/dist/.built-from',
    proof: 'console/dist/index.html',
    make: () => run('npm', ['run', 'build', '--silent', '-w', 'console']),
  },
];

/** Builds whatever is older than its sources. */
export async function buildWhatChanged() {
  for (const { title, sources, mark, proof, make } of PARTS) {
    const wanted = fingerprint(sources, isCode);
    if (markIn(mark) === wanted && existsSync(proof)) continue;
    await step(title, make);
    leaveMark(mark, wanted);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
  await buildWhatChanged().catch(() => process.exit(1));
}
