import { clientFileName, readClientFileName } from './client-name.js';

const CODE = 'ABC-DEF-GHJ';

describe('the name of a downloaded guest client', () => {
  it.each(['https://help.example.org/', 'https://help.example.org:8443/', 'http://127.0.0.1:8080/', 'http://localhost/'])('says the way to %s and back', (server) => {
    for (const platform of ['linux-x64', 'win-x64'])
      expect(readClientFileName(clientFileName(CODE, new URL(server), platform))).toEqual({ code: CODE, server: new URL(server) });
  });

  it.each([
    ['support-ABC-DEF-GHJ@help.example.org_8443 (1).exe', 'https://help.example.org:8443/'],
    ['support-ABC-DEF-GHJ@help.example.org(2).exe', 'https://help.example.org/'],
    ['support-abcdefghj@HELP.example.org.exe', 'https://help.example.org/'],
    ['support-ABC-DEF-GHJ@10.0.0.7.exe', 'https://10.0.0.7/'],
    ['support-ABC-DEF-GHJ (1).exe', undefined],
    ['support-ABC-DEF-GHJ@help.example.org_99999.exe', undefined],
    ['support-ABC-DEF-GHJ@evil host.exe', undefined],
  ])('is read from %s', (name, server) => {
    expect(readClientFileName(name)).toEqual({ code: CODE, server: server === undefined ? null : new URL(server) });
  });

  it('says no server that no file name of Windows can carry', () => {
    expect(clientFileName(CODE, new URL('https://[2001:db8::1]:8443'), 'win-x64')).toBe('support-ABC-DEF-GHJ.exe');
  });

  it.each(['support.exe', 'support-ABC-DEF.exe', 'support-ABC-DEF-GHI.exe', 'node'])('carries no code in %s', (name) => {
    expect(readClientFileName(name)).toBeNull();
  });
});
