import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { SessionStore } from './session-store.js';
import { AgentSimulator } from './simulators.js';

/** Where the double's own package connects to. The vendor's relay speaks a protocol of its own, of which nothing is known; this one takes a line. */
export class Relay {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly agents = new Map<string, AgentSimulator>();

  constructor(
    private readonly store: SessionStore,
    private readonly version: () => string,
  ) {
    this.server = createServer((socket) => this.meet(socket));
  }

  async start(port: number): Promise<number> {
    await new Promise<void>((done) => this.server.listen(port, '127.0.0.1', done));
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }

  private meet(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    createInterface({ input: socket }).once('line', (line) => {
      const { parameters, machineName } = JSON.parse(line) as { parameters: string; machineName: string };
      const sessionId = new URLSearchParams(parameters).get('s');
      if (!sessionId) return void socket.destroy();
      // Two clients with one session take turns, as they do at a real server.
      this.agents.get(sessionId)?.disconnect();
      const agent = new AgentSimulator(this.store, { sessionId, machineName, parameters, operatingSystem: 'Linux', version: this.version() });
      this.agents.set(sessionId, agent);
      const session = agent.connect();
      // What launch parameters that changed do to a session that exists is not documented; the double takes them over.
      session.properties = eightOf(parameters, session.properties);
      socket.once('close', () => agent.disconnect());
    });
  }
}

function eightOf(parameters: string, before: readonly string[]): string[] {
  const given = new URLSearchParams(parameters).getAll('c');
  return before.map((value, index) => given[index] || value);
}
