import { parseCommandLine } from './command-line.js';
import { readCode, serverAddress, whereTo } from './where-to.js';

const NAMED = 'support-ABC-DEF-GHJ@help.example.org_8443.exe';
const nobodySaid = { builtIn: null, fileName: 'support.exe', server: null, code: null };

describe('where a guest client goes', () => {
  it('is what its name says', () => {
    expect(whereTo({ ...nobodySaid, fileName: NAMED })).toEqual({ server: new URL('https://help.example.org:8443'), code: 'ABC-DEF-GHJ' });
  });

  it('is what it was started with, before its name', () => {
    expect(whereTo({ ...nobodySaid, fileName: NAMED, server: 'other.example.org', code: 'kmn pqr stv' })).toEqual({ server: new URL('https://other.example.org'), code: 'KMN-PQR-STV' });
  });

  it('is the server that was built in, whatever else is said', () => {
    expect(whereTo({ ...nobodySaid, builtIn: 'https://ours.example.org', fileName: NAMED, server: 'other.example.org' }).server).toEqual(new URL('https://ours.example.org'));
  });

  it('is asked where nobody said', () => expect(whereTo(nobodySaid)).toEqual({ server: null, code: null }));

  it.each(['http://help.example.org', 'ftp://help.example.org', 'http://127.0.0.1.example.org'])('is not %s, as nothing would be private', (server) => {
    expect(() => serverAddress(server)).toThrow('https');
  });

  it.each([['http://127.0.0.1:8080/join', 'http://127.0.0.1:8080'], [' help.example.org/join?x ', 'https://help.example.org'], ['https://user:secret@help.example.org', 'https://help.example.org'], ['http://[::1]:80', 'http://[::1]']])('reads %s', (text, origin) => {
    expect(serverAddress(text).origin).toBe(origin);
  });

  it.each([['abcdefghj', 'ABC-DEF-GHJ'], ['ABC–DEF—GHJ', 'ABC-DEF-GHJ'], ['abc def', null], ['ABC-DEF-GHI', null], ['', null]])('reads the code "%s"', (text, code) => expect(readCode(text)).toBe(code));
});

describe('the command line of a guest client', () => {
  it.each([
    [[], { run: 'session', code: null, server: null }],
    [['ABC-DEF-GHJ', '--server', 'help.example.org'], { run: 'session', code: 'ABC-DEF-GHJ', server: 'help.example.org' }],
    [['--gui'], { run: 'windows' }],
    [['--version'], { run: 'version' }],
  ])('reads %j', (args, line) => expect(parseCommandLine(args)).toEqual(line));

  it.each([[['--sever', 'x']], [['a', 'b']], [['--server']]])('refuses %j', (args) => expect(() => parseCommandLine(args)).toThrow('unknown argument'));
});
