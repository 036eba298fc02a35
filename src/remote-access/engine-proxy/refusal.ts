import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The one answer for everything that is not on a list, not live or not allowed: nothing can be told apart by it. */
export const NOT_FOUND = 404;
/** Only when we could not ask. */
export const CANNOT_TELL = 503;

export function refuse(response: ServerResponse, status: number = NOT_FOUND): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // A few words, because a browser shows an error of its own for an empty answer.
  const body = status === NOT_FOUND ? 'Not found.\n' : 'Not available at the moment.\n';
  response.writeHead(status, {
    'cache-control': 'no-store',
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(body);
}

export function refuseUpgrade(socket: Duplex, status: number = NOT_FOUND): void {
  if (socket.destroyed) return;
  const words = status === NOT_FOUND ? 'Not Found' : 'Service Unavailable';
  socket.end(`HTTP/1.1 ${status} ${words}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
}
