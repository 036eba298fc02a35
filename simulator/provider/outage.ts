import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** How a provider can fail: it is not there; it takes whatever comes and says nothing; or something else answers in its place. */
export const OUTAGES = ['away', 'silent', 'wrong'] as const;
export type OutageKind = (typeof OUTAGES)[number];

/** When the provider of a rehearsal fails, in seconds from its start. */
export interface PlannedOutage {
  readonly kind: OutageKind;
  readonly fromSeconds: number;
  readonly forSeconds: number;
}

/** What a page of a proxy in front of a provider that is gone looks like. */
const PAGE = '<html><body><h1>502 Bad Gateway</h1></body></html>';

/** One outage while it lasts: takes what would have gone to the provider. */
export class Outage {
  private readonly held = new Set<Duplex>();

  constructor(readonly kind: OutageKind) {}

  answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.kind === 'wrong') response.writeHead(502, { 'content-type': 'text/html' }).end(PAGE);
    else this.take(request.socket);
  }

  upgrade(socket: Duplex): void {
    if (this.kind === 'wrong') socket.end(`HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n${PAGE}`);
    else this.take(socket);
  }

  /** Whoever was kept waiting has waited in vain. */
  end(): void {
    for (const socket of this.held) socket.destroy();
  }

  private take(socket: Duplex): void {
    if (this.kind === 'away') return void socket.destroy();
    this.held.add(socket);
    socket.on('error', () => undefined).once('close', () => this.held.delete(socket));
  }
}
