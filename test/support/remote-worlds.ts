import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { InstallRemoteAgentParams } from '../../contracts/agent-protocol.js';
import { SIMULATED_CONFIGURATION } from '../../contracts/simulated-provider.js';
import { SimulatedProviderServer } from '../../simulator/provider/provider-server.js';
import { type RemoteAccessProvider, type RemoteEndpointListener, providerKind } from '../../src/remote-access/index.js';
import { DEFAULT_MAPPING } from '../../src/remote-access/providers/screen-connect/property-mapping.js';
import { ScreenConnectScene } from './screen-connect-scene.js';

/** One server of a product with the remote agents of many devices. */
export interface RemoteWorld {
  readonly kind: string;
  readonly provider: RemoteAccessProvider;
  /** Installs a remote agent, which appears at the server; returns the id that it states of itself. */
  install(name: string, params: InstallRemoteAgentParams): string;
  /** Lets it show another mark, as after a restart. */
  show(remoteId: string, mark: string): void;
  uninstall(remoteId: string): void;
  /** Whether its remote agent could be opened at the server now. */
  isConnected(remoteId: string): boolean;
  /** How many records the server holds, without those that nothing of ours is left in. */
  records(): number;
  observe(listener: RemoteEndpointListener): void;
  /** Makes a whole reading come soon. */
  read(): void;
  stop(): Promise<void>;
}

/** The provider of a rehearsal, over its real wire. */
export async function simulatedWorld(): Promise<RemoteWorld> {
  const server = new SimulatedProviderServer();
  const url = await server.start(0);
  const provider = providerKind('simulated')!.open({ url }, { clock: { now: () => new Date() }, log: { info: () => undefined, warn: () => undefined } });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/agents`, { perMessageDeflate: false });
  await once(socket, 'open');
  const frames = new Map<string, object>();
  const connect = (frame: { remoteId: string }): void => {
    frames.set(frame.remoteId, frame);
    socket.send(JSON.stringify(frame));
  };
  let listener: RemoteEndpointListener;
  let stopObserving = (): void => undefined;
  return {
    kind: 'simulated',
    provider,
    install: (name, { configuration, proof }) => {
      const remoteId = randomUUID();
      connect({ type: 'connect', remoteId, remoteGroupId: configuration[SIMULATED_CONFIGURATION.group], name, mark: proof.mark, version: '1.0' } as { remoteId: string });
      return remoteId;
    },
    show: (remoteId, mark) => void (frames.has(remoteId) && connect({ ...frames.get(remoteId), mark } as unknown as { remoteId: string })),
    uninstall: (remoteId) => {
      if (frames.delete(remoteId)) socket.send(JSON.stringify({ type: 'disconnect', remoteId }));
    },
    isConnected: (remoteId) => frames.has(remoteId),
    records: () => server.counts.endpoints,
    observe: (to) => {
      listener = to;
      stopObserving = provider.observe(listener);
    },
    read: () => {
      stopObserving();
      stopObserving = provider.observe(listener);
    },
    stop: async () => {
      stopObserving();
      socket.terminate();
      await provider.close();
      await server.stop();
    },
  };
}

/** The protocol double of ScreenConnect behind its real adapter. */
export async function screenConnectWorld(): Promise<RemoteWorld> {
  const scene = await ScreenConnectScene.start();
  const provider = scene.open({ readEveryMs: 500, readSoonMs: 100 });
  const agents = new Map<string, ReturnType<typeof scene.double.install>>();
  const markAt = new Map<string, number>();
  return {
    kind: 'screen-connect',
    provider,
    install: (machineName, { configuration, proof }) => {
      const properties = Array.from({ length: 8 }, (_, index) => configuration[`property${index + 1}`] ?? '');
      properties[Number(configuration['markProperty']) - 1] = proof.mark;
      const parameters = new URLSearchParams([['e', 'Access'], ['y', 'Guest'], ...properties.map((value): [string, string] => ['c', value])]).toString();
      const agent = scene.double.install({ machineName, parameters });
      markAt.set(agent.sessionId, Number(configuration['markProperty']) - 1);
      agent.connect();
      agents.set(agent.sessionId, agent);
      return agent.sessionId;
    },
    show: (remoteId, mark) => {
      const session = scene.double.store.sessions.get(remoteId);
      if (session) session.properties[markAt.get(remoteId)!] = mark;
    },
    uninstall: (remoteId) => {
      agents.get(remoteId)?.disconnect();
      agents.delete(remoteId);
    },
    isConnected: (remoteId) => agents.has(remoteId) && scene.double.store.sessions.has(remoteId),
    records: () => [...scene.double.store.sessions.values()].filter(({ properties }) => properties[DEFAULT_MAPPING.mark - 1] !== '').length,
    observe: (listener) => void provider.observe(listener),
    read: () => undefined,
    stop: () => scene.stop(),
  };
}
