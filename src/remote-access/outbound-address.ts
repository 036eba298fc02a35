import { lookup } from 'node:dns';
import { request } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { ProviderError } from './provider.js';

/** What an operator has allowed beyond the public Internet. */
export interface OutboundRules {
  /** Host names or addresses that may resolve to private ones, exactly as they appear in the URL. */
  readonly allowedPrivateHosts: readonly string[];
  /** PEM of a certificate authority that these hosts may use. */
  readonly ca?: string;
}

const TAKES_AT_MOST_MS = 30_000;

const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, prefix, 'ipv6');

/** True for loopback, link-local, private, shared, multicast and metadata addresses, also when written as mapped IPv6. */
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
export function pinnedLookup(rules: OutboundRules): LookupFunction {
  return (host, options, done) => {
    lookup(host, { all: true, family: options.family }, (error, addresses) => {
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

/** Fetches bytes by https without following redirects; `rejected` for any status but 200 and for too much of it. */
export function fetchPinned(url: URL, rules: OutboundRules, mostBytes: number): Promise<Buffer> {
  const refusal = refuseOutboundUrl(`${url.origin}${url.pathname}`, rules);
  if (refusal) return Promise.reject(new ProviderError('rejected', `The address ${refusal}.`));
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) =>
      reject(
        error instanceof ProviderError
          ? error
          : new ProviderError('unavailable', 'The download failed.', { cause: error }),
      );
    const asked = request(url, { lookup: pinnedLookup(rules), ca: rules.ca, timeout: 10_000 }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      if (answer.statusCode !== 200)
        return asked.destroy(new ProviderError('rejected', `The server answered ${answer.statusCode}.`));
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > mostBytes) asked.destroy(new ProviderError('rejected', 'The server sent more than was asked for.'));
      });
      answer.once('end', () => resolve(Buffer.concat(chunks)));
      answer.once('error', fail);
    });
    const giveUp = setTimeout(() => asked.destroy(new Error('It took too long.')), TAKES_AT_MOST_MS);
    asked.once('timeout', () => asked.destroy(new Error('Nothing came for ten seconds.')));
    asked.once('error', fail);
    asked.once('close', () => clearTimeout(giveUp));
    asked.end();
  });
}
