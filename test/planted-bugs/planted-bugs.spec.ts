import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A security control, taken away by replacing one text, and the file of tests that must notice. */
interface PlantedBug {
  /** The family of security tests that it belongs to. */
  readonly control: string;
  readonly bug: string;
  readonly file: string;
  readonly remove: string;
  readonly put: string;
  readonly caughtBy: string;
}

const ROOT = join(__dirname, '..', '..');
const bugs = JSON.parse(readFileSync(join(__dirname, 'planted-bugs.json'), 'utf8')) as PlantedBug[];

describe('the planted bugs of `npm run test:planted-bugs`', () => {
  it('take away at least twenty controls, each once', () => {
    expect(bugs.length).toBeGreaterThanOrEqual(20);
    expect(new Set(bugs.map(({ bug }) => bug)).size).toBe(bugs.length);
    expect(new Set(bugs.map(({ file, remove }) => `${file} ${remove}`)).size).toBe(bugs.length);
  });

  it.each(bugs)('$control: “$bug” can still be planted', ({ control, file, remove, put, caughtBy }) => {
    expect(control).toMatch(/^R([1-9]|[1-3]\d|4[0-4])$/);
    expect(readFileSync(join(ROOT, file), 'utf8').split(remove)).toHaveLength(2);
    expect(put).not.toBe(remove);
    expect(file).not.toMatch(/spec\.ts$/);
    expect(existsSync(join(ROOT, caughtBy))).toBe(true);
  });
});
