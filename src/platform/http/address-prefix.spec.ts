import { addressPrefix } from './address-prefix.js';

describe('the network behind an address', () => {
  it.each([
    { address: '203.0.113.9', network: '203.0.113.9' },
    { address: '::ffff:203.0.113.9', network: '203.0.113.9' },
    { address: '2001:db8:1:2:3:4:5:6', network: '2001:db8:1:2::/64' },
    { address: '2001:0DB8:0001:0002::6', network: '2001:db8:1:2::/64' },
    { address: '2001:db8::1', network: '2001:db8:0:0::/64' },
    { address: 'fe80::1%eth0', network: 'fe80:0:0:0::/64' },
    { address: '::1', network: '0:0:0:0::/64' },
    { address: 'nonsense', network: 'unknown' },
  ])('of $address is $network', ({ address, network }) => {
    expect(addressPrefix(address)).toBe(network);
  });
});
