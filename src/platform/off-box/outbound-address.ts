import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** What an operator has allowed beyond the public Internet. */
export interface OutboundRules {
  /** Host names or addresses that may resolve to private ones, exactly as they appear in the URL. */
  readonly allowedPrivateHosts: readonly string[];
  /** PEM of a certificate authority that these hosts may use. */
  readonly ca?: string;
}

/** Finds every address of a name, as `lookup` of node:dns does. */
export type ResolveName = (host: string, options: LookupAllOptions, done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  // What is written with an IPv4 address inside may lead to that one: compatible, translated, 6to4 and Teredo.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

/** True for loopback, link-local, private, shared, multicast and metadata addresses, also inside IPv6: mapped, compatible, translated, 6to4, Teredo. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  const plain = mapped ? mapped[1]! : address;
  const family = isIP(plain);
  return family === 0 || PRIVATE.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Why a provider's URL may not be used; null when it may be tried. */
export function refuseOutboundUrl(text: string, rules: OutboundRules): string | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'must be a URL';
  }
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not contain credentials';
  if (url.search !== '' || url.hash !== '') return 'must not contain a query or fragment';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isPrivateAddress(host) && !rules.allowedPrivateHosts.includes(host))
    return 'must not be a private address';
  return null;
}

/**
 * Resolves a name and hands out one judged address: the connection goes to exactly the address that was judged, so a name
 * that answers differently a moment later gains nothing.
 */
export function pinnedLookup(rules: Pick<OutboundRules, 'allowedPrivateHosts'>, resolve: ResolveName = lookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { all: true, family: options.family }, (error, addresses) => {
      const judged = error
        ? []
        : addresses.filter(({ address }) => rules.allowedPrivateHosts.includes(host) || !isPrivateAddress(address));
      const chosen = judged[0];
      if (!chosen) {
        const refusal: NodeJS.ErrnoException =
          error ?? Object.assign(new Error(`${host} is a private address.`), { code: 'EPRIVATE' });
        return done(refusal, '', 4);
      }
      if (options.all) (done as (error: null, all: { address: string; family: number }[]) => void)(null, [chosen]);
      else done(null, chosen.address, chosen.family);
    });
  };
}
