import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process';
import { join } from 'node:path';

/**
 * The canary of the linter: what is forbidden is written into the text of a file that exists, and must be found there;
 * a configuration that lost its types, its resolver or its file patterns would otherwise look green.
 */
const ROOT = join(__dirname, '..', '..');

interface Finding {
  readonly ruleId: string | null;
  readonly line: number;
}

describe('R29 where decisions are made', () => {
  const forbidden: readonly (readonly [rule: string, text: string])[] = [
    ['no-restricted-properties', 'Date.now();'],
    ['no-restricted-properties', 'Math.random();'],
    ['no-restricted-syntax', 'new Date();'],
    ['no-restricted-globals', 'setTimeout(() => undefined, 5);'],
    ['no-restricted-globals', "void fetch('http://localhost');"],
    ['no-restricted-imports', "import 'node:timers/promises';"],
    ['no-restricted-imports', "import 'node:child_process';"],
    ['no-restricted-syntax', "require('child_process');"],
    ['no-restricted-syntax', "void import('node:child_process');"],
    ['no-restricted-imports', "import 'node:vm';"],
    ['no-restricted-syntax', "({ export: (how: object) => how }).export({ format: 'jwk' });"],
    ['no-eval', "eval('1');"],
    ['no-new-func', "new Function('return 1');"],
    ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1);'],
    ['@typescript-eslint/no-misused-promises', 'if (Promise.resolve(true)) void 0;'],
    ['@typescript-eslint/no-explicit-any', 'export const anything: any = 1;'],
    [
      '@typescript-eslint/consistent-type-imports',
      "import { Clock } from '../platform/clock.js'; export type Time = Clock;",
    ],
    ['eqeqeq', 'export const same = (a: string, b: string) => a == b;'],
    ['no-console', "console.log('said');"],
  ];
  let findings: readonly Finding[];
  beforeAll(() => {
    findings = lint('src/policies/resolve-effective-policy.ts', forbidden.map(([, text]) => text).join('\n'));
  }, 120_000);

  it.each(forbidden.map(([rule, text], index) => ({ rule, text, line: index + 1 })))(
    '$rule refuses $text',
    ({ rule, line }) => {
      expect(findings.filter((found) => found.line === line).map((found) => found.ruleId)).toContain(rule);
    },
  );
});

it('R29 lets the embedded PostgreSQL start programs, by argument list only', () => {
  const text = [
    "import { spawn } from 'node:child_process';",
    "import { exec } from 'node:child_process';",
    "spawn('ls', [], { shell: true });",
    "exec('ls');",
    'Date.now();',
  ].join('\n');
  const found = lint('src/platform/database/embedded-postgres-process.ts', text);
  expect(found.map(({ ruleId, line }) => [line, ruleId])).toEqual([
    [2, 'no-restricted-imports'],
    [3, 'no-restricted-syntax'],
  ]);
}, 120_000);

it('keeps every file of the server below 300 lines and named for what it exports', () => {
  const long = 'export {};\n' + '//\n'.repeat(300);
  expect(lint('src/platform/clock.ts', long).map(({ ruleId }) => ruleId)).toEqual(['max-lines']);
  for (const name of ['contracts/DeviceInfo.js', 'src/devices/dto/device-helper.js']) {
    expect(lint(name, 'export {};\n').map(({ ruleId }) => ruleId)).toContain('latchkey/file-name');
  }
}, 120_000);

it('refuses a text of the console that is not marked, wherever it stands', () => {
  const texts = [
    'export const Sentence = () => <p>Nothing is deployed.</p>;',
    'export const Label = () => <input aria-label="Search" />;',
    "export const WORDS = { ended: 'Ended by the host' };",
    'export const counted = (count: number) => `${count} of them wait`;',
    "export const isShown = (name: string) => name === 'last-contact';",
  ];
  const found = lint('console/src/devices/computers-page.tsx', texts.join('\n')).filter(({ ruleId }) => ruleId === 'lingui/no-unlocalized-strings');
  expect(found.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
}, 120_000);

function lint(file: string, text: string): Finding[] {
  const program = join(ROOT, 'node_modules', 'eslint', 'bin', 'eslint.js');
  const options: ExecFileSyncOptionsWithStringEncoding = {
    cwd: ROOT,
    encoding: 'utf8',
    input: text,
    timeout: 100_000,
    // Otherwise the parser takes the file from the disk instead of the text it is given.
    env: { ...process.env, TSESTREE_SINGLE_RUN: 'false' },
    stdio: ['pipe', 'pipe', 'pipe'],
  };
  const answer = runAnyway([program, '--stdin', '--stdin-filename', file, '--format', 'json'], options);
  return (JSON.parse(answer) as { messages: Finding[] }[]).flatMap(({ messages }) => messages);
}

/** What the linter says, also when it ends with 1 because it found something. */
function runAnyway(args: readonly string[], options: ExecFileSyncOptionsWithStringEncoding): string {
  try {
    return execFileSync(process.execPath, args, options);
  } catch (error) {
    const said = (error as { stdout?: unknown }).stdout;
    if (typeof said === 'string' && said.startsWith('[')) return said;
    throw error;
  }
}
