import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { SIMULATED_CONFIGURATION, type SimulatedAgentFrame } from '../../contracts/simulated-provider.js';
import type { FleetCounts } from '../fleet-counts.js';
import { platformOf, type SimulatedIdentity } from '../simulated-identity.js';
import type { RemoteKey } from '../simulated-installation.js';
import type { SimulatedRemoteAgents } from '../simulated-remote-agents.js';

const RETRY_MS = 1000;

/** The remote agents of a rehearsal: all of a client process share one socket to the simulated provider. */
export class HostedAgents implements SimulatedRemoteAgents {
  private readonly running = new Map<number, Extract<SimulatedAgentFrame, { type: 'connect' }>>();
  private socket: WebSocket | undefined;
  private ended = false;

  constructor(private readonly counts: FleetCounts) {}

  async newKey(): Promise<RemoteKey> {
    const remoteId = randomUUID();
    return { key: remoteId, remoteId };
  }

  run({ installed, index }: SimulatedIdentity): void {
    if (!installed?.key) return;
    const { configuration, mark, key } = installed;
    const frame = { type: 'connect', remoteId: key, remoteGroupId: configuration[SIMULATED_CONFIGURATION.group] ?? '', name: platformOf(index).hostname, mark, version: '1.0' } as const;
    const before = this.running.get(index);
    if (before?.mark === mark && before.remoteId === key) return;
    if (before && before.remoteId !== key) this.say({ type: 'disconnect', remoteId: before.remoteId });
    if (!before) this.counts.remoteConnected++;
    this.running.set(index, frame);
    if (this.socket) this.say(frame);
    else this.connect(configuration[SIMULATED_CONFIGURATION.agents] ?? '');
  }

  end({ index }: SimulatedIdentity): void {
    const before = this.running.get(index);
    if (!before) return;
    this.running.delete(index);
    this.counts.remoteConnected--;
    this.say({ type: 'disconnect', remoteId: before.remoteId });
  }

  endAll(): void {
    this.ended = true;
    this.running.clear();
    this.socket?.terminate();
  }

  private say(frame: SimulatedAgentFrame): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private connect(url: string): void {
    const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: 5_000 });
    this.socket = socket;
    socket.on('open', () => [...this.running.values()].forEach((frame) => this.say(frame)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (!this.ended) setTimeout(() => !this.ended && this.connect(url), RETRY_MS).unref();
    });
  }
}
