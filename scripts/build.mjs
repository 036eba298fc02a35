// What is made from the sources: the server, the console, the endpoint agents and the guest client; made again only when a source has changed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint, leaveMark, markIn } from './fingerprint.mjs';
import { run, say, step } from './steps.mjs';

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
    // Whoever asks for it, what is served is for production: a run of tests would have its libraries check themselves.
    make: () => run('npm', ['run', 'build', '--silent', '-w', 'console'], { env: { ...process.env, NODE_ENV: 'production' } }),
  },
  {
    title: 'building the endpoint agents',
    sources: ['agent', 'contracts', 'scripts/build-agent.mjs', 'scripts/single-executable.mjs', 'package-lock.json'],
    mark: 'build/agent/.built-from',
    proof: 'build/agent/manifest.json',
    make: () => run(process.execPath, [join('scripts', 'build-agent.mjs')]),
    // It needs the registry for two Node runtimes; a server without it serves everything but new installations.
    without: 'the install command of the console has no program to offer until this succeeds',
  },
  {
    title: 'building the guest client',
    sources: [
      'guest', 'contracts', 'agent/network', 'scripts/build-guest.mjs', 'scripts/single-executable.mjs', 'scripts/brand-windows-program.mjs', 'scripts/weaken-version.mjs', 'package-lock.json',
    ],
    mark: 'build/guest/.built-from',
    proof: 'build/guest/manifest.json',
    make: () => run(process.execPath, [join('scripts', 'build-guest.mjs')]),
    without: 'the guest page has no program to offer until this succeeds; guests can still share their screen from the browser',
  },
];

/** Builds whatever is older than its sources; rejects when something fails without which the server cannot run. */
export async function buildWhatChanged() {
  for (const { title, sources, mark, proof, make, without } of PARTS) {
    const wanted = fingerprint(sources, isCode);
    if (markIn(mark) === wanted && existsSync(proof)) continue;
    try {
      await step(title, make);
      leaveMark(mark, wanted);
    } catch (error) {
      if (!without) throw error;
      say(`! ${without}`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
  await buildWhatChanged().catch(() => process.exit(1));
}
