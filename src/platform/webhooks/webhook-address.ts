import { isIP } from 'node:net';
import { isLoopbackHost } from '../config/hosts.js';
import { isPrivateAddress } from '../off-box/outbound-address.js';

/** The host of a URL as the operator's allow-list names it. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Why nothing may be posted to this address; null when it may be tried. What a name resolves to is judged when it is used. */
export function refuseWebhookUrl(text: string, allowedHosts: readonly string[]): string | null {
  const url = URL.parse(text);
  if (url === null) return 'must be a URL';
  const host = hostOf(url);
  const isAllowed = allowedHosts.includes(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAllowed && isLoopbackHost(host))) return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not contain credentials';
  if (url.hash !== '') return 'must not contain a fragment';
  if (isIP(host) !== 0 && isPrivateAddress(host) && !isAllowed) return 'must not be a private address';
  return null;
}
