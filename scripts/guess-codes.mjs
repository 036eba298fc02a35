// `npm run guess:codes [-- <seconds>]`: a thousand guesses a second against a hundred open codes, for a minute, from as many addresses, with its numbers.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, installDependencies } from './install.mjs';
import { attempt, say } from './steps.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
checkNode();
await installDependencies();
const seconds = process.argv[2] ?? '60';
const jest = [join('node_modules', 'jest', 'bin', 'jest.js'), '--selectProjects', 'postgres', '--runInBand', '--runTestsByPath', 'test/security/guest-codes.pg.spec.ts', '-t', 'hits none'];
say(`▸ guessing for ${seconds} seconds …`);
const { code, output } = await attempt(process.execPath, jest, { env: { ...process.env, LATCHKEY_GUESSING_SECONDS: seconds, LATCHKEY_GUESSES_PER_SECOND: '1000' } });
say(code === 0 ? `✓ ${/^\d+ guesses.*$/m.exec(output)?.[0] ?? output}` : output);
process.exit(code ?? 1);
