import type { AgentSocket } from './agent-socket.js';

/** Seconds that only ever grow, whatever happens to the wall clock. */
export function monotonicSeconds(): number {
  return Math.floor(performance.now() / 1000);
}

/** The connections of this gateway: those that still have to prove themselves, and the one of each device that has. */
export class LiveAgents {
  readonly unproven = new Set<AgentSocket>();
  private readonly byDevice = new Map<string, AgentSocket>();

  get size(): number {
    return this.byDevice.size;
  }

  of(deviceId: string): AgentSocket | undefined {
    return this.byDevice.get(deviceId);
  }

  all(): IterableIterator<AgentSocket> {
    return this.byDevice.values();
  }

  deviceIds(): string[] {
    return [...this.byDevice.keys()];
  }

  welcome(socket: AgentSocket): void {
    this.unproven.delete(socket);
    this.byDevice.set(socket.deviceId, socket);
  }

  /** Forgets a connection; false where it was not, or no longer, the device's one. */
  forget(socket: AgentSocket): boolean {
    this.unproven.delete(socket);
    return this.byDevice.get(socket.deviceId) === socket && this.byDevice.delete(socket.deviceId);
  }

  /** Every connection that speaks, or asks to speak, for this device. */
  *speakingFor(deviceId: string): Generator<AgentSocket> {
    const socket = this.byDevice.get(deviceId);
    if (socket) yield socket;
    for (const each of this.unproven) if (each.deviceId === deviceId) yield each;
  }
}
