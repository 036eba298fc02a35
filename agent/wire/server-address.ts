import { isIP } from 'node:net';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'ws:': '80', 'https:': '443', 'wss:': '443' };
const CLEAR_TO_HTTP: Readonly<Record<string, string>> = { 'ws:': 'http:', 'wss:': 'https:' };

/** Why an address is not one that an endpoint agent may talk to. */
export class UnsafeAddress extends Error {
  override readonly name = 'UnsafeAddress';
}

/** The server's URL, https, or plain http on loopback only; anything else throws `UnsafeAddress`. */
export function serverAddress(text: string): URL {
  return safeAddress(text, 'https:', 'http:');
}

/** The gateway's URL, wss, or plain ws on loopback only; anything else throws `UnsafeAddress`. */
export function gatewayAddress(text: string): URL {
  return safeAddress(text, 'wss:', 'ws:');
}

/** `host:port` as both sides sign it: the port is always written out, the host as the URL standard writes it. */
export function hostPort(address: URL): string {
  return `${address.hostname}:${address.port || DEFAULT_PORTS[address.protocol]}`;
}

/** The http(s) origin of a gateway, from which artifacts are fetched. */
export function artifactOrigin(gateway: URL): string {
  return `${CLEAR_TO_HTTP[gateway.protocol] ?? gateway.protocol}//${gateway.host}`;
}

function safeAddress(text: string, secure: string, plain: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UnsafeAddress(`"${text}" is not a URL`);
  }
  if (url.username || url.password) throw new UnsafeAddress('a URL with a user name or password is not accepted');
  if (url.protocol === secure || (url.protocol === plain && isLoopback(url.hostname))) return url;
  throw new UnsafeAddress(`${url.protocol}//${url.host} is refused: only ${secure}//, or ${plain}// on loopback`);
}

function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
