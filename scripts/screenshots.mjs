// `npm run screenshots`: builds what is missing, starts the demonstration on free ports and takes every page of the console into docs/screenshots.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWhatChanged } from './build.mjs';
import { CHROMIUM, ensureDebianPackages } from './debian-packages.mjs';
import { checkNode, installDependencies } from './install.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
checkNode();
await installDependencies();
await ensureDebianPackages([CHROMIUM]);
await buildWhatChanged();
const program = ['--require', './test/support/typescript-require.cjs', join('test', 'screenshots', 'take-screenshots.ts')];
const { status } = spawnSync(process.execPath, program, { stdio: 'inherit' });
process.exit(status ?? 1);
