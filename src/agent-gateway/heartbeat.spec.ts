import type { AgentSocket, SocketStage } from './agent-socket.js';
import { Heartbeat } from './heartbeat.js';
import { LiveAgents, monotonicSeconds } from './live-agents.js';

/** A connection that notes what is done to it. */
class WireDouble {
  readonly OPEN = 1;
  readyState = 1;
  pings = 0;
  isTerminated = false;
  openedAt = 0;
  heardAt = 0;
  slot = 0;
  secondsLeaving = 0;
  probe: ((alive: boolean) => void) | null = null;
  constructor(readonly deviceId: string, public stage: SocketStage) {}
  ping(): void {
    this.pings++;
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

describe('the heartbeat', () => {
  let agents: LiveAgents;
  let heartbeat: Heartbeat;
  let now: number;
  beforeEach(() => {
    agents = new LiveAgents();
    heartbeat = new Heartbeat(agents);
    now = monotonicSeconds();
  });

  const connect = (stage: SocketStage = 'welcome'): { socket: AgentSocket; wire: WireDouble } => {
    const wire = new WireDouble(`device-${Math.random()}`, stage);
    const socket = wire as unknown as AgentSocket;
    heartbeat.watch(socket);
    if (stage === 'challenged' || stage === 'checking') agents.unproven.add(socket);
    else agents.welcome(socket);
    return { socket, wire };
  };
  const pass = (seconds: number): void => {
    for (const end = now + seconds; now < end; ) heartbeat.turn(++now);
  };

  it('pings everybody once a minute, and not everybody in the same second', () => {
    const all = Array.from({ length: 120 }, () => connect().wire);
    let most = 0;
    for (let second = 0; second < 60; second++) {
      const before = all.reduce((sum, wire) => sum + wire.pings, 0);
      pass(1);
      most = Math.max(most, all.reduce((sum, wire) => sum + wire.pings, 0) - before);
    }
    expect(all.every((wire) => wire.pings === 1)).toBe(true);
    expect(most).toBe(2);
  });

  it('drops a connection at 125 seconds of silence, not at 124', () => {
    const { wire } = connect();
    pass(124);
    expect(wire.isTerminated).toBe(false);
    pass(1);
    expect(wire.isTerminated).toBe(true);
  });

  it('keeps a connection that shows any sign of life', () => {
    const { socket, wire } = connect();
    for (let minute = 0; minute < 10; minute++) {
      pass(60);
      socket.heardAt = now;
    }
    expect(wire.isTerminated).toBe(false);
  });

  it('drops whoever does not prove himself within ten seconds', () => {
    const { wire } = connect('challenged');
    pass(10);
    expect(wire.isTerminated).toBe(false);
    pass(1);
    expect(wire.isTerminated).toBe(true);
  });

  it('waits longer for an answer that it is itself still checking', () => {
    const { wire } = connect('checking');
    pass(30);
    expect(wire.isTerminated).toBe(false);
  });

  it('does not wait for a peer that does not answer our goodbye', () => {
    const { wire } = connect('closing');
    pass(3);
    expect(wire.isTerminated).toBe(false);
    pass(1);
    expect(wire.isTerminated).toBe(true);
  });

  it('believes a probe that is answered, and not one that is silent for five seconds', async () => {
    const answering = connect().socket;
    const silent = connect().socket;
    const probes = Promise.all([heartbeat.probe(answering), heartbeat.probe(silent)]);
    heartbeat.heard(answering);
    pass(6);
    expect(await probes).toEqual([true, false]);
  });

  it('answers everybody who probes the same connection', async () => {
    const { socket } = connect();
    const probes = Promise.all([heartbeat.probe(socket), heartbeat.probe(socket)]);
    heartbeat.ended(socket);
    expect(await probes).toEqual([false, false]);
  });
});
