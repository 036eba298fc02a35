import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { SimulatedObservation } from '../../contracts/simulated-provider.js';
import { OUTAGES } from './outage.js';
import { SimulatedProviderServer } from './provider-server.js';

describe('the provider of a rehearsal', () => {
  let provider: SimulatedProviderServer;
  let url: string;
  const sockets: WebSocket[] = [];

  beforeEach(async () => {
    provider = new SimulatedProviderServer();
    url = await provider.start(0);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await provider.stop();
  });

  const health = async (): Promise<string> => {
    try {
      const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) });
      return `${answer.status} ${answer.headers.get('content-type') ?? ''}`;
    } catch (error) {
      return (error as Error).name === 'TimeoutError' ? 'nothing' : 'no connection';
    }
  };
  const socketTo = (path: string): WebSocket => {
    const socket = new WebSocket(url.replace('http', 'ws') + path, { handshakeTimeout: 2_000 });
    sockets.push(socket);
    return socket.on('error', () => undefined);
  };
  /** What it sees, as long as it can be seen. */
  const watched = async (): Promise<{ socket: WebSocket; seen: SimulatedObservation[] }> => {
    const socket = socketTo('/observe');
    const seen: SimulatedObservation[] = [];
    socket.on('message', (data) => seen.push(JSON.parse((data as Buffer).toString('utf8')) as SimulatedObservation));
    await once(socket, 'message');
    return { socket, seen };
  };
  const agent = async (remoteId: string): Promise<WebSocket> => {
    const socket = socketTo('/agents');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connect', remoteId, remoteGroupId: 'group', name: 'front desk', mark: null, version: '1.0' }));
    return socket;
  };

  it.each([['away', 'no connection'], ['silent', 'nothing'], ['wrong', '502 text/html']] as const)('that is %s answers with %s, and as ever when it is back', async (kind, answer) => {
    expect(await health()).toBe('200 application/json');
    provider.fail(kind);
    expect(await health()).toBe(answer);
    provider.recover();
    expect(await health()).toBe('200 application/json');
  });

  it.each(OUTAGES)('that is %s lets no remote agent come, tells nobody, and ends what it had once it is back', async (kind) => {
    const { socket, seen } = await watched();
    const ended = once(socket, 'close');
    provider.fail(kind);
    const late = socketTo('/agents');
    const fate = await new Promise((resolve) => late.once('open', () => resolve('let in')).once('close', () => resolve('turned away')));
    expect(fate).toBe('turned away');
    expect(seen).toHaveLength(1);
    provider.recover();
    await ended;
  });

  it('knows its records again after an outage, and whoever comes back is connected again', async () => {
    const before = await agent('front-desk');
    await once(socketTo('/observe'), 'message');
    while (provider.counts.connected === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const ended = once(before, 'close');
    provider.fail('away');
    await ended;
    expect(provider.counts).toEqual({ endpoints: 1, connected: 0 });
    provider.recover();
    await agent('front-desk');
    while (provider.counts.connected === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(provider.counts).toEqual({ endpoints: 1, connected: 1 });
  });
});
