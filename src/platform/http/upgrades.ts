import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Takes the upgrade of a connection to a path that is its own; false leaves it to others. */
export type TakesUpgrade = (path: string, request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

const takers = new WeakMap<Server, TakesUpgrade[]>();

/** Lets somebody have upgrades of this server; what nobody takes is answered 404. */
export function takeUpgrades(server: Server, take: TakesUpgrade): void {
  const known = takers.get(server);
  if (known) {
    known.push(take);
    return;
  }
  const all = [take];
  takers.set(server, all);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (!all.some((each) => each(path, request, socket, head))) refuseUpgrade(socket, 404);
  });
}

/** Answers an upgrade that will not happen, and ends the connection. */
export function refuseUpgrade(socket: Duplex, status: number, retryAfterSeconds?: number): void {
  const retry = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
  // Whoever hangs up while we refuse is welcome to.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${retry}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}
