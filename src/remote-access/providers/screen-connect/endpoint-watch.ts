import type { Clock } from '../../../platform/clock.js';
import { ProviderError, type RemoteEndpoint, type RemoteEndpointListener } from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';

export interface EndpointWatchOptions {
  readonly clock: Clock;
  readonly log: ProviderLog;
  readonly readEveryMs: number;
  /** How soon a reading follows that missed something, or failed. */
  readonly readSoonMs: number;
}

/** Readings in a row that must miss an endpoint before it is gone. */
const MISSES = 2;

interface Known {
  readonly endpoint: RemoteEndpoint;
  readonly misses: number;
}

/**
 * Follows the endpoints by whole readings, for the server sends no events. One reading that misses an endpoint is no proof: it stays as
 * it was last seen until the next one misses it, too. What we write ourselves is told at once.
 */
export class EndpointWatch {
  private known: ReadonlyMap<string, Known> = new Map();
  /** What we wrote since the reading under way was asked for; it may be older. Null is a removal. */
  private readonly written = new Map<string, RemoteEndpoint | null>();
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;
  private isLost = false;
  private lostWith: string | undefined;

  constructor(
    private readonly read: () => Promise<readonly RemoteEndpoint[]>,
    private readonly listener: RemoteEndpointListener,
    private readonly options: EndpointWatchOptions,
  ) {
    void this.readAll();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  /** Takes what a write of ours has left. */
  took(endpoint: RemoteEndpoint): void {
    this.put(endpoint.remoteId, endpoint);
    if (!this.isLost) this.listener.changed(endpoint, this.options.clock.now());
  }

  removed(remoteId: string): void {
    this.put(remoteId, null);
    if (!this.isLost) this.listener.removed(remoteId, this.options.clock.now());
  }

  private put(remoteId: string, endpoint: RemoteEndpoint | null): void {
    this.written.set(remoteId, endpoint);
    const known = new Map(this.known);
    if (endpoint) known.set(remoteId, { endpoint, misses: 0 });
    else known.delete(remoteId);
    this.known = known;
  }

  private async readAll(): Promise<void> {
    this.written.clear();
    let nextInMs = this.options.readEveryMs;
    try {
      const seen = await this.read();
      if (this.stopped) return;
      this.merge(seen);
      this.isLost = false;
      this.listener.replaced([...this.known.values()].map(({ endpoint }) => endpoint), this.options.clock.now());
      if ([...this.known.values()].some(({ misses }) => misses > 0)) nextInMs = this.options.readSoonMs;
    } catch (error) {
      if (this.stopped) return;
      this.options.log.warn({ err: error }, 'remote endpoints could not be read');
      const why = error instanceof ProviderError ? error : null;
      if (!this.isLost || why?.code !== this.lostWith) this.listener.lost(this.options.clock.now(), why);
      this.isLost = true;
      this.lostWith = why?.code;
      nextInMs = why?.retryInMs ?? this.options.readSoonMs;
    }
    if (!this.stopped) this.timer = setTimeout(() => void this.readAll(), nextInMs).unref();
  }

  private merge(seen: readonly RemoteEndpoint[]): void {
    const merged = new Map(seen.map((endpoint) => [endpoint.remoteId, { endpoint, misses: 0 }]));
    for (const [remoteId, { endpoint, misses }] of this.known)
      if (!merged.has(remoteId) && misses + 1 < MISSES) merged.set(remoteId, { endpoint, misses: misses + 1 });
    for (const [remoteId, endpoint] of this.written) {
      if (endpoint) merged.set(remoteId, { endpoint, misses: 0 });
      else merged.delete(remoteId);
    }
    this.known = merged;
  }
}
