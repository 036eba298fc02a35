import type { Duplex } from 'node:stream';
import type { EngineVerdicts } from './engine-verdicts.js';
import { RecentCuts } from './recent-cuts.js';

/** The one live connection of each deployment's remote agent on this listener. */
export class AgentSockets {
  private readonly live = new Map<string, Duplex>();

  private readonly cuts: RecentCuts;

  constructor(
    private readonly verdicts: EngineVerdicts,
    now: () => number,
  ) {
    this.cuts = new RecentCuts(now);
  }

  /** To be taken before a secret is asked about; see {@link replace}. */
  mark(): number {
    return this.cuts.mark();
  }

  /** The newest connection wins: after a change of network the old one may look alive for minutes. Cut if closed since the mark. */
  replace(deploymentId: string, mark: number, socket: Duplex): void {
    if (this.cuts.wasCutSince(deploymentId, mark)) {
      socket.destroy();
      return;
    }
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
    this.cuts.cut(deploymentId);
    this.live.get(deploymentId)?.destroy();
  }

  closeAll(): void {
    for (const socket of [...this.live.values()]) socket.destroy();
  }
}
