import { createReadStream } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { createInterface } from 'node:readline';

/** Which regions are nearest to an address, the nearest first; none where nobody has said. */
export type NearRegions = (address: string) => Promise<readonly string[]>;

export const NEAR_REGIONS = Symbol('NearRegions');

const LINE = /^\s*"?([0-9a-f.:]+)\/(\d{1,3})"?\s*,\s*"?([^"#]*)"?\s*$/i;

/**
 * Looks addresses up in the file that an administrator supplies: a line for each network, `203.0.113.0/24,eu-central eu-west`, that names
 * the regions nearest to it. The narrowest network decides. The file is read when it is asked, which is seldom, and line by line,
 * so that its size costs nothing in between; lines that are none are passed over.
 */
export function nearRegionsFrom(file: string | null): NearRegions {
  return async (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const family = isIP(plain) === 4 ? 'ipv4' : 'ipv6';
    if (file === null || isIP(plain) === 0) return [];
    let best: { readonly bits: number; readonly regions: readonly string[] } | null = null;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const [, network = '', length = '', regions = ''] = LINE.exec(line) ?? [];
      const bits = Number(length);
      const named = regions.split(/\s+/).filter((each) => each !== '');
      if (named.length === 0 || isIP(network) !== isIP(plain) || bits > (family === 'ipv4' ? 32 : 128) || (best && bits <= best.bits)) continue;
      const networks = new BlockList();
      networks.addSubnet(network, bits, family);
      if (networks.check(plain, family)) best = { bits, regions: named };
    }
    return best?.regions ?? [];
  };
}
