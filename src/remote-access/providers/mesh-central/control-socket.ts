import type { LookupFunction } from 'node:net';
import WebSocket from 'ws';
import { ProviderError } from '../../provider.js';
import { AnswerBook } from './answer-book.js';
import { cleaned } from './node-record.js';
import type { ControlAction, ControlFrame, ControlRequests } from './control-messages.js';

/** How to reach a server's control socket, made afresh for each attempt, because its credential ages. */
export interface ControlAddress {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly lookup?: LookupFunction;
  /** PEM of the authority that the server's certificate comes from, when it is its own. */
  readonly ca?: string;
}

export interface ServerFacts {
  /** SHA-384 of the key that remote agents pin, hex in capitals. */
  readonly serverId: string;
  readonly domain: string;
}

const SERVER_ID = /^[0-9A-F]{96}$/;
const DOMAIN = /^[a-z0-9-]{0,64}$/;

const OPENS_WITHIN_MS = 10_000;
const PING_EVERY_MS = 20_000;
/** Room for the record of some ten thousand endpoints in one answer. */
const LARGEST_FRAME = 64 * 1024 * 1024;

/** One open, authenticated control socket. Once closed it stays closed; the connection above opens the next. */
export class ControlSocket {
  private readonly answers = new AnswerBook();
  private readonly pinger: NodeJS.Timeout;
  private heard = true;

  private constructor(
    private readonly socket: WebSocket,
    readonly server: ServerFacts,
    private readonly onEvent: (event: Readonly<Record<string, unknown>>) => void,
    onClose: () => void,
  ) {
    socket.on('pong', () => (this.heard = true));
    socket.on('message', (data) => this.receive(parse(data)));
    socket.on('close', () => {
      clearInterval(this.pinger);
      this.answers.abandon(new ProviderError('unavailable', 'The control connection was lost.'));
      onClose();
    });
    this.pinger = setInterval(() => this.ping(), PING_EVERY_MS).unref();
  }

  /** Resolves when the server has accepted us; `unauthorised` when it has not. */
  static open(
    address: ControlAddress,
    onEvent: (event: Readonly<Record<string, unknown>>) => void,
    onClose: () => void,
  ): Promise<ControlSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address.url, {
        headers: { ...address.headers },
        handshakeTimeout: OPENS_WITHIN_MS,
        maxPayload: LARGEST_FRAME,
        followRedirects: false,
        perMessageDeflate: false,
        ...(address.lookup ? { lookup: address.lookup } : {}),
        ...(address.ca ? { ca: address.ca } : {}),
      });
      const fail = (error: ProviderError) => {
        clearTimeout(giveUp);
        reject(error);
        socket.terminate();
      };
      const giveUp = setTimeout(
        () => fail(new ProviderError('unavailable', 'The server did not greet us in time.')),
        OPENS_WITHIN_MS,
      );
      let server: ServerFacts | null = null;
      socket.on('error', (error) =>
        fail(new ProviderError('unavailable', 'The control connection failed.', { cause: error })),
      );
      socket.once('close', () => fail(new ProviderError('unavailable', 'The server closed the control connection.')));
      socket.on('message', function greet(data) {
        const frame = parse(data);
        if (frame?.action === 'close') return fail(refusedEntry(frame));
        if (frame?.action === 'serverinfo') server = readServerFacts(frame);
        if (frame?.action !== 'userinfo' || server === null) return;
        clearTimeout(giveUp);
        socket.off('message', greet);
        resolve(new ControlSocket(socket, server, onEvent, onClose));
      });
    });
  }

  ask<A extends ControlAction>(action: A, fields: ControlRequests[A], timeoutMs: number): Promise<ControlFrame> {
    return this.answers.ask(action, fields, timeoutMs, (ids) => this.send({ action, ...fields, ...ids }));
  }

  /** For the few requests whose success the server never confirms. */
  tell<A extends ControlAction>(action: A, fields: ControlRequests[A]): void {
    this.send({ action, ...fields });
  }

  close(): void {
    this.socket.terminate();
  }

  private send(frame: object): void {
    if (this.socket.readyState !== WebSocket.OPEN)
      throw new ProviderError('unavailable', 'The control connection is closed.');
    this.socket.send(JSON.stringify(frame));
  }

  private receive(frame: ControlFrame | null): void {
    this.heard = true;
    if (frame === null) return;
    if (frame.action === 'event' && typeof frame.event === 'object' && frame.event !== null) {
      this.onEvent(frame.event as Record<string, unknown>);
    } else if (!this.answers.answer(frame) && frame.action === 'close') {
      this.close();
    }
  }

  private ping(): void {
    if (!this.heard) return this.close();
    this.heard = false;
    this.socket.ping();
  }
}

function parse(data: WebSocket.RawData): ControlFrame | null {
  try {
    const frame = JSON.parse(String(data)) as unknown;
    return typeof frame === 'object' && frame !== null && typeof (frame as ControlFrame).action === 'string'
      ? (frame as ControlFrame)
      : null;
  } catch {
    return null;
  }
}

function readServerFacts(frame: ControlFrame): ServerFacts | null {
  const info = frame.serverinfo as { agentCertHash?: unknown; domain?: unknown } | null | undefined;
  if (typeof info?.agentCertHash !== 'string') return null;
  const serverId = Buffer.from(info.agentCertHash.replaceAll('@', '+').replaceAll('$', '/'), 'base64')
    .toString('hex')
    .toUpperCase();
  const domain = info.domain ?? '';
  // Both become lines of the settings file of remote agents, where another line would be another server.
  return SERVER_ID.test(serverId) && typeof domain === 'string' && DOMAIN.test(domain) ? { serverId, domain } : null;
}

function refusedEntry(frame: ControlFrame): ProviderError {
  const message = cleaned(frame.msg);
  const cause = cleaned(frame.cause) ?? message ?? 'no reason';
  const tooMany = /banned|limit/i.test(`${cause} ${message}`);
  return new ProviderError(tooMany ? 'rate-limited' : 'unauthorised', `The server refused our account: ${cause}.`);
}
