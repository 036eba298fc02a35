import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const MOST_NOT_APPLICABLE = 0.15;

/** A requirement of OWASP ASVS 5.0, levels 1 and 2, in our words, and what shows that it holds. */
interface Requirement {
  readonly id: string;
  readonly level: 1 | 2;
  readonly says: string;
  readonly test?: { readonly file: string; readonly title: string };
  readonly notApplicable?: string;
  readonly pending?: string;
}
const requirements = JSON.parse(readFileSync(join(ROOT, 'docs/security/asvs.json'), 'utf8')) as Requirement[];
/** How many there are of both levels, chapter by chapter. */
const CHAPTERS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];
const of = (kind: 'test' | 'notApplicable' | 'pending'): Requirement[] => requirements.filter((each) => each[kind] !== undefined);

describe('ASVS 5.0 level 2', () => {
  it('is there as a whole, every requirement once', () => {
    expect(new Set(requirements.map(({ id }) => id)).size).toBe(requirements.length);
    expect(CHAPTERS.map((_, index) => requirements.filter(({ id }) => id.startsWith(`${index + 1}.`)).length)).toEqual(CHAPTERS);
    for (const { id, level, says } of requirements) {
      expect({ id, isWellFormed: /^\d+\.\d+\.\d+$/.test(id) && [1, 2].includes(level) && /^[A-Z_].{10,}\.$/.test(says) }).toEqual({ id, isWellFormed: true });
    }
  });

  it('says of each exactly one of: shown by a test, not applicable, pending', () => {
    expect(requirements.filter((each) => [each.test, each.notApplicable, each.pending].filter((what) => what !== undefined).length !== 1)).toEqual([]);
  });

  it.each(of('test').map(({ id, test }) => [id, test!] as const))('%s is shown by a test that is there', (_, { file, title }) => {
    expect(file).toMatch(/[.-]spec\.ts$/);
    expect(existsSync(join(ROOT, file))).toBe(true);
    const titles = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*?)\1/g)].map(([, , found]) => found!);
    expect(titles.some((found) => found.startsWith(title))).toBe(true);
  });

  it('is not applicable for reasons that a reader can check, in at most 15 of 100', () => {
    expect(of('notApplicable').length / requirements.length).toBeLessThanOrEqual(MOST_NOT_APPLICABLE);
    for (const { id, notApplicable } of of('notApplicable')) expect({ id, reason: notApplicable }).toEqual({ id, reason: expect.stringMatching(/.{25,}\.$/) });
  });

  it(`is pending for ${of('pending').length} of ${requirements.length}, each with the piece that brings it`, () => {
    for (const { id, pending } of of('pending')) expect({ id, pending }).toEqual({ id, pending: expect.stringMatching(/^(R\d+ \S|[A-Z]\w+: \S|\S.{15,})/) });
  });
});
