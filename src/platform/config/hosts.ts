import { isIPv4 } from 'node:net';

/** Whether a bind address or the host of a URL can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'));
}

/** Whether a bind address means every interface, which is no name to put into a URL. */
export function isEveryInterface(host: string): boolean {
  return ['0.0.0.0', '::', '[::]', '*'].includes(host);
}

/** A host as it stands in a URL. */
export function hostInUrl(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
