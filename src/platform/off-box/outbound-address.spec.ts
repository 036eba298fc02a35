import type { LookupAddress } from 'node:dns';
import { isPrivateAddress, pinnedLookup, refuseOutboundUrl } from './outbound-address.js';

describe('R25 a provider’s address', () => {
  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '::7f00:1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    'ff02::1',
    '::127.0.0.1',
    '::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:a00:1::1',
    '2001:0:a00:1::',
    '2001:db8::1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '192.88.99.1',
    'not-an-address',
  ])('is private when it is %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('is public when it is %s', (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  it('is not connected to when its name resolves to this machine, unless the operator has listed it', async () => {
    const resolve = (allowedPrivateHosts: string[]) =>
      new Promise<string>((done, fail) =>
        pinnedLookup({ allowedPrivateHosts })('localhost', {}, (error, address: string | LookupAddress[]) =>
          error ? fail(error) : done(String(address)),
        ),
      );
    await expect(resolve([])).rejects.toMatchObject({ code: 'EPRIVATE' });
    expect(['127.0.0.1', '::1']).toContain(await resolve(['localhost']));
  });

  it.each([
    'http://mesh.example.org', 'ftp://mesh.example.org', 'file:///etc/passwd', 'gopher://mesh.example.org', 'https://127.1', 'https://2130706433', 'https://0x7f000001', 'https://0177.0.0.1', 'https://[::1]',
    'https://[::ffff:169.254.169.254]', 'https://169.254.169.254', 'https://10.0.0.1', 'https://user@mesh.example.org', 'https://mesh.example.org/?next=x', 'https://mesh.example.org/#x', 'mesh.example.org', '//mesh.example.org', '',
  ])('is refused when it is written %j', (url) => {
    expect(refuseOutboundUrl(url, { allowedPrivateHosts: [] })).toMatch(/must/);
  });
});
