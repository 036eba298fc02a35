import WebSocket from 'ws';
import { proxyAgentFor } from '../network/proxy.js';
import { MAX_FRAME_BYTES, type AgentFrame, type ReceiptFrame } from '../../contracts/agent-protocol.js';
import {
  authFrame,
  readServerFrame,
  waitBeforeRetryMs,
  type AgentTime,
  type Ending,
  type Introduction,
  type UnverifiedInstruction,
} from '../wire/index.js';

const HANDSHAKE_MS = 10_000;
const WELCOME_MS = 15_000;
/** A connection that held this long was a good one: the next try is quick again. */
const GOOD_AFTER_MS = 5_000;
/** What a WebSocket reports where no close frame came. */
const BROKE_OFF = 1006;
/** Added to two heartbeats before a silent server counts as gone. */
const GRACE_MS = 5_000;

export interface LinkOptions {
  readonly gateway: URL;
  readonly who: Introduction;
  readonly time: AgentTime;
  readonly lastInstructionSeq: () => number;
  /** Between 0 and 1; a seam for tests. */
  readonly random?: () => number;
}

export interface LinkListener {
  /** The server knows us and listens. */
  welcomed(): void;
  /** `retryInMs` is when the next try comes. */
  lost(ending: Ending | undefined, retryInMs: number): void;
  frame(frame: ReceiptFrame | UnverifiedInstruction): void;
  /** `frame` or `welcomed` threw; the link goes on. */
  failed(error: unknown): void;
}

/** The one connection to the gateway, held for as long as the agent runs. Nothing that arrives can end the process. */
export class GatewayLink {
  private socket: WebSocket | undefined;
  private welcomedAt: number | undefined;
  private heardAt = 0;
  private failures = 0;
  private retry: NodeJS.Timeout | undefined;
  private beat: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly random: () => number;

  constructor(
    private readonly options: LinkOptions,
    private readonly listener: LinkListener,
  ) {
    this.random = options.random ?? Math.random;
  }

  start(): void {
    const socket = new WebSocket(this.options.gateway, {
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: HANDSHAKE_MS,
      agent: proxyAgentFor(this.options.gateway),
    });
    this.socket = socket;
    this.heardAt = performance.now();
    const impatience = setTimeout(() => socket.terminate(), WELCOME_MS);
    socket.on('message', (message, isBinary) => {
      this.heardAt = performance.now();
      try {
        if (!isBinary) this.read(socket, message.toString(), impatience);
      } catch (error) {
        this.listener.failed(error);
      }
    });
    socket.on('ping', () => (this.heardAt = performance.now()));
    socket.on('pong', () => (this.heardAt = performance.now()));
    // Every error is followed by a close, where it is dealt with.
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      clearTimeout(impatience);
      this.ended(code === BROKE_OFF ? undefined : { code, reason: reason.toString() });
    });
  }

  /** Ends for good. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    clearTimeout(this.beat);
    this.socket?.close(1000);
    // A server that does not answer the close must not keep us.
    const socket = this.socket;
    setTimeout(() => socket?.terminate(), 500).unref();
  }

  /** False where there is no connection; what matters is sent again after the next welcome. */
  send(frame: AgentFrame): boolean {
    if (this.welcomedAt === undefined || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private read(socket: WebSocket, text: string, impatience: NodeJS.Timeout): void {
    const frame = readServerFrame(text);
    if (frame?.type === 'hello') {
      this.options.time.hello(frame.serverTime);
      socket.send(JSON.stringify(authFrame(frame, this.options.who, this.options.lastInstructionSeq())));
    } else if (frame?.type === 'welcome') {
      clearTimeout(impatience);
      this.welcomedAt = performance.now();
      this.scheduleBeat(frame.heartbeatSeconds * 1000);
      this.listener.welcomed();
    } else if (frame && this.welcomedAt !== undefined) {
      this.listener.frame(frame);
    }
  }

  private scheduleBeat(everyMs: number): void {
    clearTimeout(this.beat);
    this.beat = setTimeout(() => this.heartbeat(everyMs), everyMs * (0.9 + this.random() / 5));
  }

  private heartbeat(everyMs: number): void {
    if (performance.now() - this.heardAt > 2 * everyMs + GRACE_MS) return this.socket?.terminate();
    if (this.send({ type: 'pong' })) this.socket?.ping();
    this.scheduleBeat(everyMs);
  }

  private ended(ending: Ending | undefined): void {
    clearTimeout(this.beat);
    const wasGood = this.welcomedAt !== undefined && performance.now() - this.welcomedAt > GOOD_AFTER_MS;
    this.welcomedAt = undefined;
    if (this.stopped) return;
    const waitMs = waitBeforeRetryMs(wasGood ? 0 : this.failures, ending, this.random);
    this.failures = wasGood ? 1 : this.failures + 1;
    this.listener.lost(ending, waitMs);
    this.retry = setTimeout(() => this.start(), waitMs);
  }
}
