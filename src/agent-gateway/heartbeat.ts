import type { AgentSocket } from './agent-socket.js';
import { type LiveAgents, monotonicSeconds } from './live-agents.js';

export const HEARTBEAT_SECONDS = 60;
export const SILENT_AFTER_SECONDS = 125;
const PROVE_WITHIN_SECONDS = 10;
/** An answer that waits for the database, or for an older connection to be asked. */
const CHECK_WITHIN_SECONDS = 60;
const PROBE_SECONDS = 5;
const LEAVE_WITHIN_SECONDS = 4;

/**
 * One wheel for all connections: each is pinged once a minute in a second of its own, dropped after 125 s of silence, or when it
 * does not prove itself within 10 s. No timer per device.
 */
export class Heartbeat {
  private nextSlot = 0;
  private readonly probed = new Map<AgentSocket, number>();

  constructor(private readonly agents: LiveAgents) {}

  watch(socket: AgentSocket): void {
    socket.heardAt = monotonicSeconds();
    socket.openedAt = socket.heardAt;
    socket.slot = this.nextSlot;
    this.nextSlot = (this.nextSlot + 1) % HEARTBEAT_SECONDS;
  }

  /** Any sign of life. */
  heard(socket: AgentSocket): void {
    socket.heardAt = monotonicSeconds();
    if (socket.probe) this.settle(socket, true);
  }

  /** Asks a connection whether it still lives; false when it ended or did not answer within five seconds. */
  probe(socket: AgentSocket): Promise<boolean> {
    if (socket.readyState !== socket.OPEN) return Promise.resolve(false);
    return new Promise((resolve) => {
      const before = socket.probe;
      socket.probe = (alive) => {
        before?.(alive);
        resolve(alive);
      };
      this.probed.set(socket, monotonicSeconds() + PROBE_SECONDS);
      socket.ping();
    });
  }

  ended(socket: AgentSocket): void {
    if (socket.probe) this.settle(socket, false);
  }

  /** Once a second. */
  turn(now = monotonicSeconds()): void {
    const slot = now % HEARTBEAT_SECONDS;
    for (const socket of this.agents.all()) {
      if (socket.stage === 'closing') hurry(socket);
      else if (now - socket.heardAt >= SILENT_AFTER_SECONDS) socket.terminate();
      else if (socket.slot === slot) socket.ping();
    }
    for (const socket of this.agents.unproven) {
      if (socket.stage === 'closing') hurry(socket);
      else if (now - socket.openedAt > (socket.stage === 'checking' ? CHECK_WITHIN_SECONDS : PROVE_WITHIN_SECONDS)) socket.terminate();
    }
    for (const [socket, deadline] of this.probed) if (now >= deadline) this.settle(socket, false);
  }

  private settle(socket: AgentSocket, alive: boolean): void {
    const { probe } = socket;
    socket.probe = null;
    this.probed.delete(socket);
    probe?.(alive);
  }
}

/** A peer that does not answer our goodbye keeps nothing open. */
function hurry(socket: AgentSocket): void {
  if (++socket.secondsLeaving >= LEAVE_WITHIN_SECONDS) socket.terminate();
}
