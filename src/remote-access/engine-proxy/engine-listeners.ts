import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createAgentListener } from './agent-listener.js';
import { AgentSockets } from './agent-sockets.js';
import type { EngineSurface } from './engine-surface.js';
import type { EngineVerdicts } from './engine-verdicts.js';
import { LaunchSockets } from './launch-sockets.js';
import { createPageListener } from './page-listener.js';

export interface ListenAt {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
}

export interface EngineListenersOptions {
  readonly enginePort: number;
  readonly surface: EngineSurface;
  readonly verdicts: EngineVerdicts;
  readonly page: ListenAt & {
    /** Origin under which browsers reach it. */
    readonly url: string;
    readonly tls?: { readonly cert: string; readonly key: string };
    readonly framedBy?: readonly string[];
  };
  readonly agent: ListenAt & { readonly cert: string; readonly key: string; readonly publicHost?: string };
  readonly log: (facts: Readonly<Record<string, unknown>>, message: string) => void;
  readonly now?: () => number;
  /** How often idle and maximum time are looked at; tests look oftener. */
  readonly lookEveryMs?: number;
}

export interface EngineListeners {
  readonly agentPort: number;
  /** Cuts every socket of a launch, at once. */
  closeLaunch(launchId: string): void;
  /** Cuts a deployment's remote agent; it may come back only while its secret is good. */
  closeAgent(deploymentId: string): void;
  close(): Promise<void>;
}

/** Opens both listeners that stand before the embedded engine; it has no other door. */
export async function createEngineListeners(options: EngineListenersOptions): Promise<EngineListeners> {
  const { surface, verdicts, enginePort, log } = options;
  const now = options.now ?? Date.now;
  const launches = new LaunchSockets(verdicts, surface, now, options.lookEveryMs);
  const agents = new AgentSockets(verdicts, now);

  const page = createPageListener({
    enginePort,
    surface,
    verdicts,
    log,
    pageUrl: options.page.url,
    framedBy: options.page.framedBy ?? [],
    tls: options.page.tls ?? null,
    sockets: launches,
  });
  const agent = createAgentListener({
    enginePort,
    surface,
    verdicts,
    log,
    agentHost: options.agent.publicHost ?? options.agent.host,
    tls: { cert: options.agent.cert, key: options.agent.key },
    sockets: agents,
  });
  const connections = [track(page), track(agent)];
  try {
    await listen(page, options.page);
    await listen(agent, options.agent);
  } catch (error) {
    launches.closeAll();
    page.close();
    agent.close();
    throw error;
  }

  return {
    agentPort: (agent.address() as AddressInfo).port,
    closeLaunch: (launchId) => launches.close(launchId),
    closeAgent: (deploymentId) => agents.close(deploymentId),
    close: async () => {
      launches.closeAll();
      agents.closeAll();
      const closed = [page, agent].map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      for (const open of connections) for (const socket of open) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function listen(server: Server, at: ListenAt): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Every open connection, upgraded ones included, which a server forgets. */
function track(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}
