import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseCommandLine } from './command-line.js';
import { EXIT } from './exit-codes.js';
import { readToken } from './read-token.js';

const TOKEN = `lke_${'0'.repeat(32)}_${'a'.repeat(26)}_${'b'.repeat(26)}`;
const enrolment = (...more: string[]) => parseCommandLine(['enrol', '--server', 'https://latchkey.example', ...more]);
const typing = (text: string) => Readable.from([text]) as unknown as NodeJS.ReadStream;
const file = (mode: number) => {
  const path = join(mkdtempSync(join(tmpdir(), 'latchkey-token-')), 'token');
  writeFileSync(path, `${TOKEN}\n`, { mode });
  return path;
};

describe('the command line', () => {
  it('knows its commands', () => {
    expect(parseCommandLine(['run', '--private', '--state-dir', '/tmp/x'])).toMatchObject({
      command: 'run',
      privateMode: true,
    });
    expect(parseCommandLine(['status', '--json'])).toMatchObject({ command: 'status', json: true });
    expect(parseCommandLine(['--version'])).toMatchObject({ command: 'version' });
    expect(parseCommandLine(['run', '--help'])).toMatchObject({ command: 'help' });
  });

  it.each([
    [[]],
    [['dance']],
    [['run', 'twice']],
    [['run', '--json']],
    [['enrol']],
    [['run', '--privat']],
    [['toString']],
  ])('tells how it is used when asked for %j', (args) => {
    expect(() => parseCommandLine(args)).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  });
});

describe('the enrolment token', () => {
  it('is read from standard input', async () => {
    expect((await readToken(enrolment(), typing(`${TOKEN}\n`))).text).toBe(TOKEN);
  });

  it('is read from a file that nobody else can read', async () => {
    expect((await readToken(enrolment('--token-file', file(0o600)), typing(''))).text).toBe(TOKEN);
  });

  it('is not read from a file that others can read', async () => {
    await expect(readToken(enrolment('--token-file', file(0o644)), typing(''))).rejects.toMatchObject({
      exitCode: EXIT.usage,
    });
  });

  it('is taken from an argument where somebody insists', async () => {
    expect((await readToken(enrolment('--token', TOKEN), typing(''))).text).toBe(TOKEN);
  });

  it('is never repeated in a complaint', async () => {
    const complaint = await readToken(enrolment('--token', `${TOKEN}x`), typing('')).catch(
      (error: Error) => error.message,
    );
    expect(complaint).not.toContain(TOKEN.slice(4, 20));
  });
});
