import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { FleetCounts } from '../fleet-counts.js';
import { platformOf, type SimulatedIdentity } from '../simulated-identity.js';
import type { RemoteKey } from '../simulated-installation.js';
import type { SimulatedRemoteAgents } from '../simulated-remote-agents.js';

const RETRY_MS = 1000;
const PROPERTIES = 8;

interface RunningClient {
  readonly parameters: string;
  socket: Socket | undefined;
}

/** Simulated ScreenConnect clients: each has a session of its own and says with which launch parameters it was started. Only the relay of the protocol double understands them. */
export class ClientAgents implements SimulatedRemoteAgents {
  private readonly running = new Map<number, RunningClient>();

  constructor(private readonly counts: FleetCounts) {}

  async newKey(): Promise<RemoteKey> {
    const remoteId = randomUUID();
    return { key: remoteId, remoteId };
  }

  run(device: SimulatedIdentity): void {
    const { installed, index } = device;
    if (!installed?.key) return;
    const parameters = launchParameters(installed.configuration, installed.mark, installed.key);
    if (this.running.get(index)?.parameters === parameters) return;
    this.end(device);
    const client: RunningClient = { parameters, socket: undefined };
    this.running.set(index, client);
    this.dial(index, client);
  }

  end({ index }: SimulatedIdentity): void {
    const client = this.running.get(index);
    this.running.delete(index);
    client?.socket?.destroy();
  }

  endAll(): void {
    const clients = [...this.running.values()];
    this.running.clear();
    for (const { socket } of clients) socket?.destroy();
  }

  private dial(index: number, client: RunningClient): void {
    const query = new URLSearchParams(client.parameters);
    const socket = connect({ host: query.get('h')!, port: Number(query.get('p')) });
    client.socket = socket;
    let counted = 0;
    socket.on('connect', () => {
      this.counts.remoteConnected += counted = 1;
      socket.write(`${JSON.stringify({ parameters: client.parameters, machineName: platformOf(index).hostname })}\n`);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.counts.remoteConnected -= counted;
      setTimeout(() => this.running.get(index) === client && this.dial(index, client), RETRY_MS).unref();
    });
    socket.resume();
  }
}

function launchParameters(configuration: Readonly<Record<string, string>>, mark: string, sessionId: string): string {
  const properties = Array.from({ length: PROPERTIES }, (_, at) => (String(at + 1) === configuration['markProperty'] ? mark : (configuration[`property${at + 1}`] ?? '')));
  const pairs = [
    ['e', 'Access'], ['y', 'Guest'], ['h', configuration['relayHost'] ?? ''], ['p', configuration['relayPort'] ?? ''], ['s', sessionId],
    ['k', configuration['serverKey'] ?? ''], ...properties.map((value) => ['c', value]),
  ];
  return `?${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value!)}`).join('&')}`;
}
