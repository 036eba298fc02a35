import { setTimeout as sleep } from 'node:timers/promises';
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { ProviderError } from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';
import type { ControlAction, ControlFrame, ControlRequests } from './control-messages.js';
import { ControlSocket, type ControlAddress, type ServerFacts } from './control-socket.js';

export interface ControlConnectionOptions {
  readonly address: () => ControlAddress;
  readonly log: ProviderLog;
  readonly answersWithinMs?: number;
}

/** Told about each new socket, its events, and its loss. */
export interface ControlFollower {
  opened(): void;
  event(event: Readonly<Record<string, unknown>>): void;
  lost(): void;
}

const BACKOFF = { initialDelay: 250, maxDelay: 15_000 };
/** A connection that lived shorter than this is no sign that the next one will do better. */
const STEADY_MS = 10_000;
const firstPause = () => new ExponentialBackoff(BACKOFF).next();

/**
 * The one long-lived connection to a server: opened at the first need, re-opened with back-off for as long as anybody
 * follows it. A request waits for an opening in progress but not for later ones; while the server does not answer, requests
 * fail at once instead of queueing up.
 */
export class ControlConnection {
  private socket: ControlSocket | null = null;
  private opening: Promise<ControlSocket> | null = null;
  private readonly followers = new Set<ControlFollower>();
  private readonly breaker: CircuitBreakerPolicy;
  private readonly closing = new AbortController();
  private reopening = false;
  private pause = firstPause();
  private openedAt = -Infinity;

  constructor(private readonly options: ControlConnectionOptions) {
    this.breaker = circuitBreaker(
      handleWhen((error) => error instanceof ProviderError && error.kind === 'unavailable'),
      { halfOpenAfter: 2_000, breaker: new ConsecutiveBreaker(5) },
    );
  }

  /** Resolves with the answer; rejects with {@link ProviderError} only. */
  async ask<A extends ControlAction>(
    action: A,
    fields: ControlRequests[A],
    timeoutMs = this.options.answersWithinMs ?? 10_000,
  ): Promise<ControlFrame> {
    try {
      return await this.breaker.execute(async () => (await this.open()).ask(action, fields, timeoutMs));
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      if (error instanceof BrokenCircuitError)
        throw new ProviderError(
          'unavailable',
          'The server has not answered several times; it is left alone for a moment.',
        );
      throw new ProviderError('unavailable', `${action} failed.`, { cause: error });
    }
  }

  async tell<A extends ControlAction>(action: A, fields: ControlRequests[A]): Promise<void> {
    (await this.open()).tell(action, fields);
  }

  async server(): Promise<ServerFacts> {
    return (await this.open()).server;
  }

  follow(follower: ControlFollower): () => void {
    this.followers.add(follower);
    if (this.socket) follower.opened();
    else void this.keepOpen();
    return () => this.followers.delete(follower);
  }

  close(): void {
    this.closing.abort();
    this.followers.clear();
    this.socket?.close();
  }

  private open(): Promise<ControlSocket> {
    if (this.closing.signal.aborted)
      return Promise.reject(new ProviderError('unavailable', 'The connection was closed by us.'));
    if (this.socket) return Promise.resolve(this.socket);
    this.opening ??= this.connect().finally(() => (this.opening = null));
    return this.opening;
  }

  private async connect(): Promise<ControlSocket> {
    let opened: ControlSocket | null = null;
    opened = await ControlSocket.open(
      this.options.address(),
      (event) => this.followers.forEach((follower) => follower.event(event)),
      () => this.lose(opened),
    );
    if (this.closing.signal.aborted) {
      opened.close();
      throw new ProviderError('unavailable', 'The connection was closed by us.');
    }
    this.socket = opened;
    this.openedAt = performance.now();
    this.followers.forEach((follower) => follower.opened());
    return opened;
  }

  private lose(socket: ControlSocket | null): void {
    if (socket === null || this.socket !== socket) return;
    this.socket = null;
    this.followers.forEach((follower) => follower.lost());
    if (!this.closing.signal.aborted) void this.keepOpen();
  }

  /** Opens again and again. A server that greets and hangs up at once is given the same growing pauses as one that does not answer. */
  private async keepOpen(): Promise<void> {
    if (this.reopening) return;
    this.reopening = true;
    if (performance.now() - this.openedAt < STEADY_MS) await this.wait();
    else this.pause = firstPause();
    for (let attempt = 1; this.followers.size > 0 && !this.socket && !this.closing.signal.aborted; attempt++) {
      try {
        await this.open();
      } catch (error) {
        const facts = { err: error, attempt, retryInMs: this.pause.duration };
        if (attempt === 1 || attempt % 20 === 0)
          this.options.log.warn(facts, 'the remote access server is not reachable');
        await this.wait();
      }
    }
    this.reopening = false;
  }

  private async wait(): Promise<void> {
    await sleep(this.pause.duration, undefined, { signal: this.closing.signal, ref: false }).catch(() => undefined);
    this.pause = this.pause.next(undefined);
  }
}
