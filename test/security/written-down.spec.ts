import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IDLE_MINUTES, LONGEST_HOURS } from '../../src/accounts/sessions/operator-sessions.js';

const ROOT = join(__dirname, '..', '..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const filesOf = (...folders: string[]): { path: string; text: string }[] =>
  folders
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)))
    .filter((path) => /\.tsx?$/.test(path) && !/node_modules|[.-]spec\.tsx?$|\.d\.ts$/.test(path))
    .map((path) => ({ path, text: text(path) }));
const numberIn = (path: string, name: string): number => Number(new RegExp(`const ${name} = ([\\d_]+)`).exec(text(path))?.[1]?.replaceAll('_', ''));

describe('what is written down about signing in', () => {
  const page = text('docs/explanation/signing-in.md');
  const budget = 'src/accounts/sessions/login-budget.ts';

  it('names every way in, and what each is worth', () => {
    const [, table = ''] = page.split('## Ways to sign in');
    for (const way of ['Passkey alone', 'Password and passkey', 'one-time code', 'recovery code', 'Single sign-on that proves', 'Single sign-on without', 'Password alone', 'invitation', 'Break-glass', 'API key']) expect(table.split('## ')[0]).toContain(way);
  });

  it('says how long sessions live, how many there may be, and which systems share them', () => {
    expect(page).toContain(`after ${IDLE_MINUTES} minutes without use and after ${LONGEST_HOURS} hours`);
    expect(page).toMatch(/Nobody is limited in how many sessions/);
    expect(page).toMatch(/shared with one other system at most, the identity provider/);
  });

  it('says how guessing is bounded, in the numbers of the code', () => {
    const words: Readonly<Record<number, string>> = { 3: 'Three', 10: 'Ten', 50: 'fifty' };
    expect(page).toContain(`${words[numberIn(budget, 'FREE_PER_ACCOUNT')]} failures are free`);
    expect(page).toMatch(new RegExp(`${words[numberIn(budget, 'FAILURES_PER_ACCOUNT')]} failures\\s+of an account and ${words[numberIn(budget, 'FAILURES_PER_NETWORK')]} of a network`));
  });

  it('says what is costly and what bounds it, in the numbers of the code', () => {
    const [, costly = ''] = page.split('## What is costly');
    expect(costly).toContain(`${numberIn('src/audit/read-audit-entries.ts', 'MOST_EXPORTED').toLocaleString('en')} entries of the audit log`);
    expect(costly).toContain(`${numberIn('src/console-api/access-reports/read-access-report.ts', 'MOST').toLocaleString('en')} sessions of a report`);
    expect(costly).toContain('Argon2id');
  });

  it('lists every log with its place, what is in it and how long it is kept', () => {
    const rows = page.split('## What is logged')[1]!.split('\n').filter((line) => /^\| (?!---|Log )/.test(line)).map((line) => line.split('|').slice(1, -1));
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) for (const cell of row) expect(cell.trim()).toMatch(/\w{3}/);
    const schema = text('src/platform/database/schema.sql');
    for (const table of page.split('## What is logged')[1]!.matchAll(/`(\w+_\w+|launch|notification)`/g)) expect(schema).toContain(`CREATE TABLE ${table[1]} (`);
    const tidy = text('src/notifications/sending/tidy.ts');
    for (const days of ['30 days', '90 days']) expect([page.includes(days), tidy.includes(days)]).toEqual([true, true]);
  });
});

describe('in the source', () => {
  /** Where an expression is put together, and of what. */
  const BUILT: Readonly<Record<string, string>> = {
    'agent/inventory/device-type.ts': 'names of registry values, from this file',
    'agent/system/service-reports.ts': 'the name of a service of ours',
    'contracts/policy-settings/setting-value.ts': 'patterns of setting types, from the registry',
    'contracts/policy-settings/text-pattern.ts': 'patterns that somebody wrote, judged before they are stored and matched against short texts',
    'src/remote-access/providers/mesh-central/engine-paths.ts': 'parts of addresses, from this file',
    'src/remote-access/providers/screen-connect/site-groups.ts': 'the form of an id, from this file',
  };

  it('no expression is built from what somebody else has written, but where it is known and judged', () => {
    const building = filesOf('src', 'agent', 'cli', 'console/src', 'contracts').filter(({ text }) => /\bRegExp\(/.test(text));
    expect(building.map(({ path }) => path).sort()).toEqual(Object.keys(BUILT).sort());
  });

  it('no format string is taken from anywhere: nothing formats by one', () => {
    const formatting = /\b(util\.format|sprintf|vsprintf|formatWithOptions)\b|import \{[^}]*\bformat(WithOptions)?\b[^}]*\} from 'node:util'/;
    expect(formatting.test(`import { format } from 'node:util'`)).toBe(true);
    expect(filesOf('src', 'agent', 'cli', 'console/src').filter(({ text }) => formatting.test(text)).map(({ path }) => path)).toEqual([]);
  });

  describe('of the console', () => {
    const console_ = filesOf('console/src');

    it('every password is typed into a field that hides it, and that a password manager knows', () => {
      const elements = console_.flatMap(({ path, text }) => [...text.matchAll(/<(\w+)\b[^<>]*?(?:=>[^<>]*?)*autoComplete="(current|new)-password"/g)].map(([, element]) => ({ path, element })));
      expect(elements.length).toBeGreaterThan(6);
      expect(elements.filter(({ element }) => element !== 'PasswordInput')).toEqual([]);
      const fields = console_.flatMap(({ path, text }) => [...text.matchAll(/<PasswordInput\b([\s\S]*?)\/>/g)].map(([, attributes]) => ({ path, attributes: attributes! })));
      expect(fields.filter(({ attributes }) => /assword/.test(attributes.replace(/autoComplete="[^"]*"/, '')) && !/autoComplete="(current|new)-password"/.test(attributes)).map(({ path }) => path)).toEqual([]);
    });

    it('nothing keeps anybody from pasting', () => {
      // A code that is pasted whole fills all of its fields.
      expect(console_.filter(({ text }) => /onPaste|'paste'/.test(text)).map(({ path }) => path)).toEqual(['console/src/join/enter-code.tsx']);
    });

    it('nothing is kept in the browser but the choices of colours and language, and in a guest’s tab that he has joined', () => {
      const keeping = console_.filter(({ text }) => /localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open/.test(text));
      expect(keeping.map(({ path }) => path)).toEqual(['console/src/app/app.tsx', 'console/src/join/kept-session.ts', 'console/src/language/language.ts']);
      expect(keeping[1]!.text).not.toMatch(/localStorage|indexedDB|document\.cookie|caches\.open/);
      expect(keeping[0]!.text.match(/localStorage\w*\(.*\)/g)).toEqual([`localStorageColorSchemeManager({ key: 'latchkey-colour-scheme' })`]);
      expect(keeping[2]!.text.match(/localStorage.*\)/g)).toEqual(['localStorage.getItem(KEY)', 'localStorage.setItem(KEY, next)']);
    });

    it('no window sends messages to another, nor listens for any', () => {
      const sending = console_.filter(({ text }) => /postMessage|addEventListener\(\s*'message'|BroadcastChannel|window\.opener/.test(text)).map(({ path }) => path);
      // The widget tells its own page, to that page's origin alone; the page of guests talks to a worker that it started itself.
      expect(sending).toEqual(['console/src/help-widget/help.ts', 'console/src/join/joining.ts', 'console/src/join/proof.worker.ts']);
      const sent = sending.map((path) => text(path).replace(/\/\*\*[\s\S]*?\*\//g, '').match(/\b\w+\.postMessage\(.*?(?=;)/g));
      expect(sent).toEqual([[expect.stringMatching(/^window\.postMessage\(.*, window\.location\.origin\)$/)], ['worker.postMessage(challenge)'], ['self.postMessage(solveProofOfWork(data, sha256))']]);
    });
  });
});
