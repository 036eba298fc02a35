import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../test/support/eventually.js';
import { keysLine } from '../platform/config/process-environment.js';
import { LogBook } from './log-book.js';
import { type ProgramChild, startProgramChild } from './program-child.js';

const ROOT = join(__dirname, '..', '..');

describe('a child that hears of other keys', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-child-'));
  const heard = join(folder, 'heard');
  let logs: LogBook;
  let child: ProgramChild;
  beforeAll(() => {
    mkdirSync(join(folder, 'logs'));
    logs = new LogBook(join(folder, 'logs'), () => undefined);
  });
  afterEach(() => child.stop(2_000));
  afterAll(() => {
    logs.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes down the keys it was told; takes that long to start. */
  async function started(startsWithinMs: number): Promise<() => Promise<string[]>> {
    rmSync(heard, { force: true });
    const program = join(folder, 'child.cjs');
    writeFileSync(program, `
      require(${JSON.stringify(join(ROOT, 'test/support/typescript-require.cjs'))});
      const { runChild } = require(${JSON.stringify(join(ROOT, 'src/launcher/run-child.ts'))});
      const { writeFileSync } = require('node:fs');
      const takeKeys = async (keys) => writeFileSync(${JSON.stringify(heard)}, JSON.stringify(keys.map((key) => key.toString('hex'))));
      void runChild('core', async () => { await new Promise((done) => setTimeout(done, ${startsWithinMs})); return { takeKeys, close: async () => {} }; });`);
    child = await startProgramChild({ role: 'core', program, workingDir: ROOT, environment: {}, logs });
    return () => eventually('it has heard', () => (existsSync(heard) ? (JSON.parse(readFileSync(heard, 'utf8')) as string[]) : null), { withinMs: 15_000, everyMs: 20 });
  }

  it.each([0, 500])('takes them, also when they come before it has started (%i ms)', async (startsWithinMs) => {
    const heardKeys = await started(startsWithinMs);
    const keys = [randomBytes(32), randomBytes(32)];
    child.tell(keysLine(keys));
    expect(await heardKeys()).toEqual(keys.map((key) => key.toString('hex')));
  });

  it('ends when it is told something else, so that a clean one is started', async () => {
    await started(0);
    child.tell('{"keys":["short"]}');
    expect(await child.ended).toContain('core ended with code 1');
  });
});
