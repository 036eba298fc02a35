import type { Clock } from '../../../platform/clock.js';
import type { RemoteEndpoint, RemoteEndpointListener } from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';
import type { ControlConnection } from './control-connection.js';
import { endpointOf, endpointsIn, isNodeRecord, momentOf } from './node-record.js';
import { isGroupId, isRemoteId } from './remote-ids.js';

export interface EndpointWatchOptions {
  readonly clock: Clock;
  readonly log: ProviderLog;
  /** How often everything is read again, although events should have told it. */
  readonly readEveryMs: number;
}

const SOON_MS = 1_000;

/** Events that carry or imply a change of one record. */
const TOUCHES = new Set(['addnode', 'changenode', 'nodeconnect', 'nodemeshchange', 'removenode', 'deletemesh']);

/**
 * Follows the engine's devices from two sources that must agree: events, and a whole reading at every connect and then
 * periodically. The engine loses a tag now and then when two changes of a record coincide, so a connect event makes that
 * record be read again, too.
 */
export class EndpointWatch {
  private readonly known = new Map<string, RemoteEndpoint>();
  private timer: NodeJS.Timeout | null = null;
  private soon: NodeJS.Timeout | null = null;
  private reading = false;
  private readAgain = false;
  /** The records that are being read one by one, and whether an event has come to them meanwhile. */
  private readonly readings = new Map<string, { overtaken: boolean }>();
  private stopped = false;
  private readonly stopFollowing: () => void;

  constructor(
    private readonly control: ControlConnection,
    private readonly listener: RemoteEndpointListener,
    private readonly options: EndpointWatchOptions,
  ) {
    this.stopFollowing = control.follow({
      opened: () => void this.readAll(),
      event: (event) => this.take(event),
      lost: () => this.lose(),
    });
  }

  stop(): void {
    this.stopped = true;
    this.stopFollowing();
    if (this.timer) clearTimeout(this.timer);
    if (this.soon) clearTimeout(this.soon);
  }

  /** A removal is proven by a whole reading only: one follows soon, however many records go at a time. */
  private readAllSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = null;
      void this.readAll();
    }, SOON_MS).unref();
  }

  private async readAll(): Promise<void> {
    if (this.stopped) return;
    if (this.reading) {
      this.readAgain = true;
      return;
    }
    this.reading = true;
    if (this.timer) clearTimeout(this.timer);
    try {
      do {
        // Events that arrive while the answer is under way may be older or newer than it: then it is asked once more.
        this.readAgain = false;
        const answer = await this.control.ask('nodes', {});
        if (this.stopped) return;
        const endpoints = endpointsIn(answer.nodes);
        this.known.clear();
        for (const endpoint of endpoints) this.known.set(endpoint.remoteId, endpoint);
        this.listener.replaced(endpoints, this.options.clock.now());
      } while (this.readAgain);
    } catch (error) {
      this.options.log.warn({ err: error }, 'remote endpoints could not be read');
    } finally {
      this.reading = false;
      if (!this.stopped) this.timer = setTimeout(() => void this.readAll(), this.options.readEveryMs).unref();
    }
  }

  private lose(): void {
    if (this.timer) clearTimeout(this.timer);
    this.listener.lost(this.options.clock.now(), null);
  }

  private take(event: Readonly<Record<string, unknown>>): void {
    const { action } = event;
    if (typeof action !== 'string' || !TOUCHES.has(action)) return;
    if (this.reading) this.readAgain = true;
    const remoteId = isRemoteId(event.nodeid) ? event.nodeid : isNodeRecord(event.node) ? event.node._id : null;
    const reading = remoteId === null ? undefined : this.readings.get(remoteId);
    if (reading) reading.overtaken = true;
    if (action === 'deletemesh') void this.readAll();
    else if (remoteId === null) return;
    else if (action === 'removenode') this.forget(remoteId);
    else if (action === 'nodeconnect') this.takeConnection(remoteId, event);
    else this.takeRecord(remoteId, event);
  }

  private forget(remoteId: string): void {
    if (this.known.delete(remoteId)) this.listener.removed(remoteId, this.options.clock.now());
    this.readAllSoon();
  }

  private takeConnection(remoteId: string, event: Readonly<Record<string, unknown>>): void {
    const known = this.known.get(remoteId);
    const connected = typeof event.conn === 'number' && (event.conn & 1) === 1;
    if (known) {
      const since = momentOf(event.ct) ?? this.options.clock.now();
      this.put({ ...known, connected, connectedAt: connected ? since : null });
    }
    if (connected) void this.readOne(remoteId);
  }

  /** A changed record; events of this kind do not say whether the agent is connected, so that is kept. */
  private takeRecord(remoteId: string, event: Readonly<Record<string, unknown>>): void {
    if (!isNodeRecord(event.node)) return void this.readOne(remoteId);
    const known = this.known.get(remoteId);
    const groupId = event.newMeshId ?? event.node.meshid ?? known?.remoteGroupId;
    if (!isGroupId(groupId)) return;
    const fresh = endpointOf(event.node, groupId);
    const connected = 'conn' in event.node ? fresh.connected : (known?.connected ?? false);
    const connectedAt = connected ? (fresh.connectedAt ?? known?.connectedAt ?? this.options.clock.now()) : null;
    this.put({ ...fresh, connected, connectedAt });
  }

  /** An answer that an event has overtaken may be older than it, and would undo it until everything is read: it is asked for once more. */
  private async readOne(remoteId: string): Promise<void> {
    if (this.readings.has(remoteId)) return;
    const reading = { overtaken: false };
    this.readings.set(remoteId, reading);
    try {
      let endpoint: RemoteEndpoint | undefined;
      do {
        reading.overtaken = false;
        const answer = await this.control.ask('nodes', { id: remoteId });
        endpoint = endpointsIn(answer.nodes).find((each) => each.remoteId === remoteId);
      } while (reading.overtaken && !this.stopped);
      if (this.stopped) return;
      if (endpoint) this.put(endpoint);
      else this.forget(remoteId);
    } catch (error) {
      this.options.log.warn({ err: error, remoteId }, 'a remote endpoint could not be read');
    } finally {
      this.readings.delete(remoteId);
    }
  }

  private put(endpoint: RemoteEndpoint): void {
    const known = this.known.get(endpoint.remoteId);
    if (known && same(known, endpoint)) return;
    this.known.set(endpoint.remoteId, endpoint);
    this.listener.changed(endpoint, this.options.clock.now());
  }
}

function same(a: RemoteEndpoint, b: RemoteEndpoint): boolean {
  return (
    a.remoteGroupId === b.remoteGroupId &&
    a.name === b.name &&
    a.connected === b.connected &&
    a.mark === b.mark &&
    a.connectedAt?.getTime() === b.connectedAt?.getTime()
  );
}
