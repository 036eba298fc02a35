/** `npm run test:migration`: the fleet of `test/reliability/migration.pg.spec.ts`, which `npm test` keeps small, at the size of a customer's. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, [jest, '--selectProjects', 'postgres', '--runTestsByPath', 'test/reliability/migration.pg.spec.ts'], {
  cwd: root, stdio: 'inherit', env: { LATCHKEY_MIGRATION_DEVICES: '2000', ...process.env },
});
process.exit(status ?? 1);
