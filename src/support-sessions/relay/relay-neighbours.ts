import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { refuseUpgrade } from '../../platform/http/upgrades.js';

const PATH = '/relay/';
const MARK = 'x-latchkey-relay';
const CONNECT_WITHIN_MS = 5_000;

/** Takes a guest's connection whose channel is held here. */
export type TakesChannel = (channel: string, request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * The private listener by which web processes hand over guests to each other: a guest dials whichever process there is, its host is
 * held by another. The connection is passed on as it is, so that it is read once, where it is relayed. Only who has the key that web
 * processes share can pass one on; the channel is good once, and was used up in the database before.
 */
export class RelayNeighbours {
  private readonly key: Buffer;
  private server: Server | null = null;
  private listening: Promise<string> | null = null;

  constructor(
    accountsKey: string,
    private readonly host: string,
    private readonly take: TakesChannel,
  ) {
    this.key = createHmac('sha256', Buffer.from(accountsKey, 'base64url')).update('support-relay').digest();
  }

  /** `host:port` of this process; it listens from the first time on. */
  async address(): Promise<string> {
    return (this.listening ??= this.listen());
  }

  /** Hands a guest's connection over to the process at this address. */
  passOn(address: string, channel: string, request: IncomingMessage, guest: Duplex, head: Buffer): void {
    const at = address.lastIndexOf(':');
    const neighbour = connect({ host: address.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(address.slice(at + 1)) });
    const give = (): void => {
      neighbour.destroy();
      refuseUpgrade(guest, 503, 1);
    };
    neighbour.setTimeout(CONNECT_WITHIN_MS, give);
    neighbour.once('error', give);
    neighbour.once('connect', () => {
      neighbour.setTimeout(0);
      neighbour.removeListener('error', give);
      neighbour.write(headOf(request, `${PATH}${channel}`, this.mark(channel)));
      if (head.length > 0) neighbour.write(head);
      neighbour.pipe(guest);
      guest.pipe(neighbour);
      neighbour.on('error', () => guest.destroy());
      guest.on('error', () => neighbour.destroy());
      neighbour.on('close', () => guest.destroy());
      guest.on('close', () => neighbour.destroy());
    });
  }

  async close(): Promise<void> {
    const { server } = this;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }

  private async listen(): Promise<string> {
    const server = createServer((_request, response) => response.writeHead(404).end());
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const channel = request.url?.startsWith(PATH) ? request.url.slice(PATH.length) : '';
      const mark = Buffer.from(String(request.headers[MARK] ?? ''), 'base64url');
      const own = Buffer.from(this.mark(channel), 'base64url');
      if (mark.length !== own.length || !timingSafeEqual(mark, own)) refuseUpgrade(socket, 403);
      else this.take(channel, request, socket, head);
    });
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(0, this.host, done);
    });
    this.server = server;
    const { address, port } = server.address() as AddressInfo;
    return `${address.includes(':') ? `[${address}]` : address}:${port}`;
  }

  private mark(channel: string): string {
    return createHmac('sha256', this.key).update(channel).digest('base64url');
  }
}

/** What a handshake needs, and nothing else that the guest has sent. */
const PASSED_ON = ['connection', 'upgrade', 'sec-websocket-key', 'sec-websocket-version'] as const;

function headOf({ headers }: IncomingMessage, path: string, mark: string): string {
  const passed = PASSED_ON.map((name) => `${name}: ${String(headers[name] ?? '')}\r\n`).join('');
  return `GET ${path} HTTP/1.1\r\nhost: relay\r\n${passed}${MARK}: ${mark}\r\n\r\n`;
}
