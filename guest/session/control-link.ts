import WebSocket from 'ws';
import { proxyAgentFor } from '../../agent/network/proxy.js';
import { GUEST_CLOSE, GUEST_FRAME_LIMIT_BYTES, GUEST_PATHS, GUEST_PING_MS, type GuestToServer, type ServerToGuest } from '../../contracts/guest-protocol.js';
import { keepAlive } from './keep-alive.js';
import { Retries } from './retries.js';
import { readServerFrame } from './server-frame.js';

const HANDSHAKE_MS = 10_000;
const WELCOME_MS = 15_000;

/** Ends after which coming back would change nothing. */
export type FinalEnd = 'unknown-here' | 'ended' | 'superseded' | 'too-old';
const FINAL: ReadonlyMap<number, FinalEnd> = new Map<number, FinalEnd>([
  [GUEST_CLOSE.badToken, 'unknown-here'], [GUEST_CLOSE.ended, 'ended'], [GUEST_CLOSE.superseded, 'superseded'], [GUEST_CLOSE.tooOld, 'too-old'],
]);

export interface ControlListener {
  frame(frame: ServerToGuest): void;
  lost(reason: string): void;
  over(end: FinalEnd): void;
}

/** The control socket: says hello, keeps it alive, and comes back by itself for as long as the session lives. */
export class ControlLink {
  private socket: WebSocket | undefined;
  private isWelcome = false;
  private readonly retries = new Retries(() => this.dial());

  constructor(
    private readonly server: URL,
    private readonly hello: GuestToServer & { type: 'hello' },
    private readonly listener: ControlListener,
  ) {}

  dial(): void {
    const url = new URL(GUEST_PATHS.control, this.server.href.replace(/^http/, 'ws'));
    const socket = new WebSocket(url, { perMessageDeflate: false, maxPayload: GUEST_FRAME_LIMIT_BYTES * 16, handshakeTimeout: HANDSHAKE_MS, agent: proxyAgentFor(url) });
    this.socket = socket;
    let reason = 'the server closed the connection';
    const impatience = setTimeout(() => socket.terminate(), WELCOME_MS);
    const stopBeating = keepAlive(socket, GUEST_PING_MS, () => (reason = 'the server has stopped answering'));
    socket.on('open', () => socket.send(JSON.stringify(this.hello)));
    socket.on('error', (error) => (reason = error.message));
    socket.on('message', (data, isBinary) => {
      const frame = isBinary ? null : readServerFrame((data as Buffer).toString('utf8'));
      if (!frame) return;
      if (frame.type === 'welcome') {
        clearTimeout(impatience);
        this.isWelcome = true;
        this.retries.succeeded();
      }
      this.listener.frame(frame);
    });
    socket.on('close', (code) => {
      clearTimeout(impatience);
      stopBeating();
      if (this.socket === socket) this.closed(code, reason);
    });
  }

  /** Loses what is said without a connection: the server asks anew after the next welcome. */
  send(frame: GuestToServer): boolean {
    if (!this.isWelcome || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Ends for good, after what was said last has left. */
  async stop(): Promise<void> {
    this.retries.stop();
    const socket = this.socket;
    this.socket = undefined;
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    const impatience = setTimeout(() => socket.terminate(), 500);
    if (socket.readyState === WebSocket.OPEN) socket.close(1000);
    else socket.terminate();
    await closed;
    clearTimeout(impatience);
  }

  private closed(code: number, reason: string): void {
    this.isWelcome = false;
    const end = FINAL.get(code);
    if (end) return this.listener.over(end);
    this.retries.lost(code === GUEST_CLOSE.slowDown);
    this.listener.lost(reason);
  }
}
