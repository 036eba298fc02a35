import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogBook } from './log-book.js';

describe('the log book', () => {
  let folder: string;
  let shown: string[];
  let logs: LogBook;
  const linesOf = (name: string): Record<string, unknown>[] =>
    readFileSync(join(folder, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-logs-'));
    shown = [];
    logs = new LogBook(folder, (line) => shown.push(line));
  });
  afterEach(() => {
    logs.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("keeps a child's line whole and shows a person only warnings", () => {
    logs.take('web', '{"level":30,"msg":"GET /readyz"}');
    logs.take('web', '{"level":50,"msg":"a request failed","err":{"message":"no route"}}');
    expect(linesOf('web.log').map(({ msg }) => msg)).toEqual(['GET /readyz', 'a request failed']);
    expect(shown).toEqual(['web error: a request failed (no route)']);
  });

  it('turns a line that is no JSON into one', () => {
    logs.take('engine', 'MeshCentral HTTP server running on port 4430.');
    expect(linesOf('engine.log')).toMatchObject([{ level: 30, source: 'engine', msg: 'MeshCentral HTTP server running on port 4430.' }]);
    expect(shown).toEqual([]);
  });

  it('puts lines together that arrive in pieces', () => {
    const take = logs.liner('core');
    take('{"level":40,"msg":"half');
    expect(shown).toEqual([]);
    take(' and half"}\n{"level":30,');
    expect(shown).toEqual(['core warning: half and half']);
  });

  it('says its own sentences on the screen and in its file', () => {
    logs.say('warn', 'web ended with code 1; it is started again.');
    expect(shown).toEqual(['warning: web ended with code 1; it is started again.']);
    expect(linesOf('launcher.log')).toMatchObject([{ level: 40, msg: 'web ended with code 1; it is started again.' }]);
  });

  it('makes room for itself instead of filling the disk, and keeps three old files', () => {
    logs.close();
    for (let round = 1; round <= 5; round++) {
      writeFileSync(join(folder, 'web.log'), 'x'.repeat(20 * 1024 * 1024 + 1));
      logs = new LogBook(folder, () => undefined);
      logs.take('web', `{"level":30,"msg":"round ${round}"}`);
      logs.close();
    }
    expect(linesOf('web.log')).toMatchObject([{ msg: 'round 5' }]);
    expect(statSync(join(folder, 'web.log.3')).size).toBeGreaterThan(20 * 1024 * 1024);
    expect(() => statSync(join(folder, 'web.log.4'))).toThrow(/ENOENT/);
  });

  it('is for the eyes of its owner only', () => {
    logs.say('info', 'x');
    expect(statSync(join(folder, 'launcher.log')).mode & 0o777).toBe(0o600);
  });
});
