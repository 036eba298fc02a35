import { redact } from './redact.js';

describe('what goes into a support ticket', () => {
  it.each([
    ['an identity mark', `tag lk1.0190a000-0000-7000-8000-000000000001.${'a'.repeat(32)}`, 'tag [identity mark]'],
    ['an enrolment token', 'lke_0123456789abcdef_secret', '[token]'],
    ['an API key', 'key lk_abcdefgh12345678', 'key [token]'],
    ['an e-mail address', 'asked by dana@riverside.example today', 'asked by [e-mail] today'],
    ['an address', 'connect to 10.1.2.3:443 failed', 'connect to [address]:443 failed'],
    ['an IPv6 address', 'fe80:0:0:0:1:2:3:4 is silent', '[address] is silent'],
    ['credentials of a proxy', 'proxy http://theo:pass@proxy.example:3128', 'proxy http://[credentials]@proxy.example:3128'],
    ['a secret in hex', `path /${'0f'.repeat(16)}/ra`, 'path /[secret]/ra'],
    ['who is at the device', '/home/theo/latchkey', '/home/[user]/latchkey'],
  ])('has no trace of %s', (_, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('keeps codes, versions, times and the ids of devices', () => {
    const text = 'RA-NET-02 at 2026-11-26T10:00:00Z on 0190a000-0000-7000-8000-000000000001, agent 0.1.0';
    expect(redact(text)).toBe(text);
  });
});
