import { parseCommandLine } from './command-line.js';
import { Undecided } from './exit-codes.js';

describe('the command line', () => {
  it.each(['-abc', '--abc', 'abc', '-'])('takes the key %s', (key) => {
    expect(parseCommandLine(['audit', 'verify', '--root-key', key, '--url', 'http://127.0.0.1:1'])).toMatchObject({ rootKey: key, url: 'http://127.0.0.1:1' });
    expect(parseCommandLine(['audit', 'verify', `--root-key=${key}`])).toMatchObject({ rootKey: key });
  });

  it('knows what is to be done with keys', () => {
    expect(parseCommandLine(['keys'])).toEqual({ command: 'keys', act: 'show' });
    expect(parseCommandLine(['keys', 'rotate', '--data-dir', '/var/lib/latchkey'])).toEqual({ command: 'keys', act: 'rotate', dataDir: '/var/lib/latchkey' });
    expect(parseCommandLine(['keys', 'withdraw'])).toMatchObject({ act: 'withdraw' });
    for (const word of ['remove', 'rotat', '--key-file=x']) expect(() => parseCommandLine(['keys', word])).toThrow(Undecided);
  });

  it.each([
    { what: 'an option without its value', args: ['--root-key', '--url', 'http://127.0.0.1:1'] },
    { what: 'an option at the end without its value', args: ['--root-key'] },
    { what: 'an option that is not known', args: ['--root', 'abc'] },
    { what: 'a word that belongs nowhere', args: ['abc'] },
  ])('refuses $what', ({ args }) => {
    expect(() => parseCommandLine(['audit', 'verify', ...args])).toThrow(Undecided);
  });
});
