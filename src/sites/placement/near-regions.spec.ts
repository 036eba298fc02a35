import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nearRegionsFrom } from './near-regions.js';

const file = join(mkdtempSync(join(tmpdir(), 'latchkey-networks-')), 'networks.csv');
writeFileSync(file, ['network,regions', '# ours', '203.0.113.0/24,eu-central eu-west', '203.0.0.0/8,us-east', '"2001:db8::/32","ap-south"', '198.51.100.0/99,nowhere', '192.0.2.0/24,', 'nonsense'].join('\r\n'));

describe('the regions near an address', () => {
  it.each([
    ['203.0.113.9', ['eu-central', 'eu-west']],
    ['::ffff:203.0.113.9', ['eu-central', 'eu-west']],
    ['203.7.7.7', ['us-east']],
    ['2001:db8::7', ['ap-south']],
    ['198.51.100.1', []],
    ['192.0.2.1', []],
    ['not an address', []],
  ])('of %s are %j', async (address, regions) => {
    expect(await nearRegionsFrom(file)(address)).toEqual(regions);
  });

  it('are none without a file', async () => {
    expect(await nearRegionsFrom(null)('203.0.113.9')).toEqual([]);
  });
});
