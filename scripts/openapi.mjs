/**
 * Writes contracts/openapi.json from the code; with `--check` only says whether the committed file is what the code says.
 * The description needs the types, so it is made from a build by the Nest compiler, in a folder of its own.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const committed = join(root, 'contracts', 'openapi.json');
mkdirSync(join(root, 'build'), { recursive: true });
const folder = mkdtempSync(join(root, 'build', 'openapi-'));

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 300_000,
  });
  if (error || status !== 0)
    throw new Error(`${command} ${args[0]} failed${error ? `: ${error.message}` : ` with ${status}`}`);
}

try {
  const project = join(folder, 'tsconfig.json');
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        outDir: join(folder, 'out'),
        rootDir: root,
        types: ['node'],
        noEmitOnError: false,
        sourceMap: false,
      },
      include: [],
      files: [join(root, 'src', 'write-openapi.ts')],
    }),
  );
  run(process.execPath, [
    join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'),
    'build',
    '--path',
    relative(root, project),
  ]);
  const made = join(folder, 'openapi.json');
  run(process.execPath, [join(folder, 'out', 'src', 'write-openapi.js'), made]);
  const text = readFileSync(made, 'utf8');
  if (!process.argv.includes('--check')) writeFileSync(committed, text);
  else if (!existsSync(committed) || readFileSync(committed, 'utf8') !== text) {
    process.stderr.write(
      'contracts/openapi.json is not what the code says: run `node scripts/openapi.mjs` and commit the difference.\n',
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
