import { buildSync } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What core and web do when their launcher is killed: they say so, and go. */
const PROGRAM = `
import { processLog } from ${JSON.stringify(join(__dirname, 'process-log.ts'))};
const log = processLog('orphan', 'info');
log.info('runs');
const goes = () => {
  for (let line = 0; line < 20; line++) log.warn({ line, long: 'x'.repeat(20_000) }, 'the launcher is gone');
  setTimeout(() => process.exit(0), 50);
};
process.stdin.once('end', goes).on('error', () => undefined).resume();
`;

describe('the log of a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-log-'));
  const program = join(folder, 'orphan.cjs');

  beforeAll(() => {
    const entry = join(folder, 'orphan.ts');
    writeFileSync(entry, PROGRAM);
    buildSync({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'cjs', nodePaths: [join(process.cwd(), 'node_modules')] });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps no process that nobody listens to any more', async () => {
    for (let round = 0; round < 3; round++) {
      const orphan = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'pipe'] });
      await once(orphan.stderr, 'data');
      const ended = once(orphan, 'exit');
      // First nobody reads, so that more is written than the pipe holds; then nobody can.
      orphan.stderr.pause();
      orphan.stdin.end();
      await sleep(300);
      for (const pipe of [orphan.stdout, orphan.stderr]) pipe.destroy();
      const [code] = await Promise.race([ended, sleep(5_000, ['still there'])]);
      if (code === 'still there') orphan.kill('SIGKILL');
      expect(code).toBe(0);
    }
  });
});
