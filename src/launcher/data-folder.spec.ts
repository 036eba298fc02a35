import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder } from './data-folder.js';

describe('the data folder', () => {
  let parent: string;
  const path = (...names: string[]): string => join(parent, 'data', ...names);
  const rightsOf = (file: string): number => statSync(file).mode & 0o777;
  beforeEach(() => void (parent = mkdtempSync(join(tmpdir(), 'latchkey-data-'))));
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('cannot be looked into by others', () => {
    DataFolder.prepare(path());
    expect(rightsOf(path()) & 0o066).toBe(0);
    expect(rightsOf(path('secrets'))).toBe(0o700);
    expect(rightsOf(path('logs'))).toBe(0o700);
  });

  it('keeps a secret from one start to the next, for our eyes only', () => {
    const first = DataFolder.prepare(path()).secret('sealing.key');
    expect(first).toHaveLength(32);
    chmodSync(path('secrets', 'sealing.key'), 0o644);
    expect(DataFolder.prepare(path()).secret('sealing.key')).toEqual(first);
    expect(rightsOf(path('secrets', 'sealing.key'))).toBe(0o600);
  });

  it('draws every secret anew', () => {
    const folder = DataFolder.prepare(path());
    expect(folder.secret('one')).not.toEqual(folder.secret('two'));
  });

  it('refuses a secret that somebody shortened', () => {
    const folder = DataFolder.prepare(path());
    writeFileSync(path('secrets', 'sealing.key'), 'changeme\n');
    expect(() => folder.secret('sealing.key')).toThrow(/holds 6 bytes instead of 32/);
    expect(readFileSync(path('secrets', 'sealing.key'), 'utf8')).toBe('changeme\n');
  });

  it('refuses a folder that holds other things, and leaves its rights alone', () => {
    mkdirSync(path(), { mode: 0o755 });
    chmodSync(path(), 0o755);
    writeFileSync(path('thesis.tex'), '');
    expect(() => DataFolder.prepare(path())).toThrow(/holds other things \(thesis.tex\)/);
    expect(rightsOf(path())).toBe(0o755);
  });
});
