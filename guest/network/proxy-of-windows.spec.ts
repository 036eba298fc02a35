import { proxySettings } from './proxy-of-windows.js';

const HEAD = '\r\nHKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\r\n';
const printed = (enabled: number, server: string, override?: string) =>
  `${HEAD}    ProxyEnable    REG_DWORD    0x${enabled}\r\n    ProxyServer    REG_SZ    ${server}\r\n${override === undefined ? '' : `    ProxyOverride    REG_SZ    ${override}\r\n`}`;

describe('the proxy that Windows names', () => {
  it.each([
    ['one for everything', printed(1, 'proxy.example.org:3128'), 'http://proxy.example.org:3128'],
    ['one for each protocol', printed(1, 'http=a.example.org:80;https=b.example.org:443'), 'http://b.example.org:443'],
    ['one with its scheme', printed(1, 'https://c.example.org:443'), 'https://c.example.org:443'],
    ['one for other protocols only', printed(1, 'ftp=d.example.org:21'), null],
    ['one that is switched off', printed(0, 'proxy.example.org:3128'), null],
    ['none', HEAD, null],
  ])('is %s', (_, text, proxy) => expect(proxySettings(text).proxy).toBe(proxy));

  it('is not for what is excepted', () => {
    expect(proxySettings(printed(1, 'p:1', '*.example.org;10.*;<local>')).exceptions).toBe('localhost,127.0.0.1,*.example.org,10.*');
  });
});
