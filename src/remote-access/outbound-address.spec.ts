import type { LookupAddress } from 'node:dns';
import { isPrivateAddress, pinnedLookup } from './outbound-address.js';

describe('a provider’s address', () => {
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
    'ff02::1',
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
});
