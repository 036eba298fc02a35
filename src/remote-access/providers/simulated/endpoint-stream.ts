import { WebSocket } from 'ws';
import type { SimulatedEndpointRecord, SimulatedObservation } from '../../../../contracts/simulated-provider.js';
import type { Clock } from '../../../platform/clock.js';
import type { RemoteEndpoint, RemoteEndpointListener } from '../../provider.js';
import type { ProviderLog } from '../../provider-kind.js';

const READ_EVERY_MS = 60_000;
const RETRY_MS = 1_000;
const LARGEST_READING = 512 * 1024 * 1024;

/** Follows the endpoints of a simulated provider until it is stopped; connects again after every loss and then reads everything. */
export class EndpointStream {
  private socket: WebSocket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly url: URL,
    private readonly listener: RemoteEndpointListener,
    private readonly clock: Clock,
    private readonly log: ProviderLog,
  ) {
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.socket?.terminate();
  }

  private connect(): void {
    const socket = new WebSocket(this.url, { perMessageDeflate: false, handshakeTimeout: 5_000, maxPayload: LARGEST_READING });
    this.socket = socket;
    socket.on('open', () => this.readLater());
    socket.on('message', (data) => this.read(JSON.parse((data as Buffer).toString('utf8')) as SimulatedObservation));
    socket.on('error', (error) => this.log.info({ error: error.message }, 'the simulated provider cannot be followed'));
    socket.on('close', () => this.lost());
  }

  private readLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.socket?.send('read');
      this.readLater();
    }, READ_EVERY_MS);
  }

  private read(seen: SimulatedObservation): void {
    const at = new Date(seen.at);
    if (seen.type === 'replaced') this.listener.replaced(seen.endpoints.map(endpointOf), at);
    else if (seen.type === 'changed') this.listener.changed(endpointOf(seen.endpoint), at);
    else this.listener.removed(seen.remoteId, at);
  }

  private lost(): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.listener.lost(this.clock.now(), null);
    this.timer = setTimeout(() => this.connect(), RETRY_MS);
  }
}

function endpointOf(record: SimulatedEndpointRecord): RemoteEndpoint {
  return { ...record, connectedAt: record.connectedAt === null ? null : new Date(record.connectedAt) };
}
