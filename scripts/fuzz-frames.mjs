// `npm run fuzz:frames [-- <frames>]`: a million random frames against the agent gateway, with its numbers; another LATCHKEY_FUZZ_SEED sends others.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode, installDependencies } from './install.mjs';
import { attempt, say } from './steps.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
checkNode();
await installDependencies();
const frames = process.argv[2] ?? '1000000';
const jest = ['--expose-gc', join('node_modules', 'jest', 'bin', 'jest.js'), '--selectProjects', 'postgres', '--runInBand', '--runTestsByPath', 'src/agent-gateway/fuzz.pg.spec.ts'];
say(`▸ sending ${frames} frames …`);
const { code, output } = await attempt(process.execPath, jest, { env: { ...process.env, LATCHKEY_FUZZ_FRAMES: frames } });
say(code === 0 ? `✓ ${/^\d+ frames.*$/m.exec(output)?.[0] ?? output}` : output);
process.exit(code ?? 1);
