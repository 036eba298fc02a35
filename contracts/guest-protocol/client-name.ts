import { CODE_IN_FILE_NAME } from './vocabulary.js';

/** What the name of a downloaded guest client says; `server` is null where a browser or a person took it away. */
export interface ClientName {
  readonly code: string;
  readonly server: URL | null;
}

const APPENDED = /( ?\(\d+\))?(\.exe)?$/i;
const SERVER_IN_FILE_NAME = /@([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?:_(\d{1,5}))?$/i;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3})$/i;

/** Whether traffic to this host name never leaves the computer; only there is a server spoken to without TLS. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname) || hostname === '[::1]';
}

/**
 * The name under which a client is offered: `support-ABC-DEF-GHJ@help.example.org_8443`, so that one file, the same for everybody, knows where
 * to go. A server that is addressed by IPv6 cannot be written in a file name of Windows; its guests type it.
 */
export function clientFileName(code: string, server: URL, platform: string): string {
  const where = server.hostname.startsWith('[') ? '' : `@${server.hostname}${server.port === '' ? '' : `_${server.port}`}`;
  return `support-${code}${where}${platform.startsWith('win') ? '.exe' : ''}`;
}

/** Reads a name back, whatever a browser has appended to it; null for the name of a client that carries no code. */
export function readClientFileName(name: string): ClientName | null {
  const code = CODE_IN_FILE_NAME.exec(name);
  if (!code) return null;
  const server = SERVER_IN_FILE_NAME.exec(name.replace(APPENDED, ''));
  return {
    code: code.slice(1, 4).join('-').toUpperCase(),
    server: server && serverOf(server[1]!.toLowerCase(), server[2]),
  };
}

function serverOf(host: string, port: string | undefined): URL | null {
  const url = `${isLoopback(host) ? 'http' : 'https'}://${host}${port === undefined ? '' : `:${port}`}`;
  return URL.canParse(url) ? new URL(url) : null;
}
