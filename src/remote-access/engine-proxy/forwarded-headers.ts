import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** What the engine may learn from a request. Cookies, credentials and every forwarding header of the outside stay here. */
const TO_ENGINE = [
  'accept',
  'accept-encoding',
  'accept-language',
  'if-modified-since',
  'if-none-match',
  'range',
  'user-agent',
];
const TO_ENGINE_UPGRADE = ['sec-websocket-key', 'sec-websocket-version', 'sec-websocket-protocol', 'user-agent'];
/** What the outside may learn from the engine's answer. Its cookies and its own policies stay here. */
const FROM_ENGINE = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
  'vary',
];
const FROM_ENGINE_UPGRADE = ['sec-websocket-accept', 'sec-websocket-protocol'];

export function requestHeaders(request: IncomingMessage, publicHost: string): OutgoingHttpHeaders {
  return { ...only(TO_ENGINE, request.headers), ...origin(request, publicHost) };
}

/** Without `sec-websocket-extensions`: compression would cost the engine more than it saves. */
export function upgradeHeaders(request: IncomingMessage, publicHost: string): OutgoingHttpHeaders {
  return {
    ...only(TO_ENGINE_UPGRADE, request.headers),
    ...origin(request, publicHost),
    connection: 'Upgrade',
    upgrade: 'websocket',
  };
}

export function responseHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return only(FROM_ENGINE, headers);
}

/** The status line and headers of an accepted upgrade, ready for the socket. */
export function switchingProtocols(headers: IncomingHttpHeaders): string {
  const lines = Object.entries(only(FROM_ENGINE_UPGRADE, headers)).map(
    ([name, value]) => `${name}: ${String(value)}\r\n`,
  );
  return `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n${lines.join('')}\r\n`;
}

/** Always https: told of plain http on a loopback installation, an engine would redirect to an address that nobody serves. */
function origin(request: IncomingMessage, publicHost: string): OutgoingHttpHeaders {
  const from = request.socket.remoteAddress ?? '127.0.0.1';
  return {
    host: publicHost,
    'x-forwarded-for': from.replace(/^::ffff:/, ''),
    'x-forwarded-host': publicHost,
    'x-forwarded-proto': 'https',
  };
}

function only(names: readonly string[], headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(names.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]));
}
