import type { Duplex } from 'node:stream';
import type { EngineVerdicts } from './engine-verdicts.js';

/** The one live connection of each deployment's remote agent on this listener. */
export class AgentSockets {
  private readonly live = new Map<string, Duplex>();

  constructor(private readonly verdicts: EngineVerdicts) {}

  /** The newest connection wins: after a change of network the old one may look alive for minutes. */
  replace(deploymentId: string, socket: Duplex): void {
    const former = this.live.get(deploymentId);
    this.live.set(deploymentId, socket);
    if (former) former.destroy();
    else this.verdicts.agentConnected(deploymentId);
    const leave = () => {
      if (this.live.get(deploymentId) !== socket) return;
      this.live.delete(deploymentId);
      this.verdicts.agentClosed(deploymentId);
    };
    socket.once('close', leave);
    if (socket.destroyed) leave();
  }

  close(deploymentId: string): void {
    this.live.get(deploymentId)?.destroy();
  }

  closeAll(): void {
    for (const socket of [...this.live.values()]) socket.destroy();
  }
}
