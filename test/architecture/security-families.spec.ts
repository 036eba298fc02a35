import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A family of security tests that is not complete yet, and the piece of work that brings it. */
interface PendingFamily {
  readonly family: string;
  readonly subject: string;
  readonly broughtBy: string;
  /** As soon as this file exists (and contains this expression) the family is due. Without it, its subject exists already. */
  readonly subjectExistsWhen?: { readonly file: string; readonly text?: string };
}

const ROOT = join(__dirname, '..', '..');
const pending = JSON.parse(readFileSync(join(ROOT, 'docs/security/pending.json'), 'utf8')) as PendingFamily[];
const ALL = Array.from({ length: 44 }, (_, index) => `R${index + 1}`);

/** Families after which a test is named, as in `describe('R17 …')`. */
const tested = new Set(
  ['src', 'test', 'agent', 'cli', 'contracts', 'guest', 'simulator']
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, folder, file)),
    )
    .filter((file) => /[.-]spec\.ts$/.test(file) && file !== __filename)
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\(\s*['"`](R\d{1,2})[ :]/g)].map(([, family]) => family),
    ),
);

describe('the families of security tests', () => {
  it.each(ALL)('%s has tests named after it, or says what brings them', (family) => {
    expect(tested.has(family) || pending.some((entry) => entry.family === family)).toBe(true);
  });

  it('are pending once each, with a subject and a piece', () => {
    const families = pending.map(({ family }) => family);
    expect(new Set(families).size).toBe(families.length);
    for (const entry of pending) {
      expect(ALL).toContain(entry.family);
      expect(entry.subject).toMatch(/\w{3}/);
      expect(entry.broughtBy).toMatch(/\w{3}/);
    }
  });

  it.each(pending.filter(({ subjectExistsWhen }) => subjectExistsWhen))(
    '$family is due as soon as its subject exists',
    ({ family, subjectExistsWhen }) => {
      expect(isThere(subjectExistsWhen) && !tested.has(family)).toBe(false);
    },
  );

  it('notice that a subject has come into being', () => {
    expect(isThere({ file: 'package.json', text: '"fastify-that-nobody-installed"' })).toBe(false);
    expect(isThere({ file: 'package.json', text: '"@fastify/cookie"' })).toBe(true);
    expect(isThere({ file: 'docs/security/pending.json' })).toBe(true);
  });
});

function isThere(subject: PendingFamily['subjectExistsWhen']): boolean {
  if (!subject || !existsSync(join(ROOT, subject.file))) return false;
  return subject.text === undefined || new RegExp(subject.text).test(readFileSync(join(ROOT, subject.file), 'utf8'));
}
