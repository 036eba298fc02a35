import { Logger } from '@nestjs/common';
import { CLOSE_CODES } from '../../contracts/agent-protocol.js';
import { type Connection, quarantineDevice, type RivalConnection } from '../devices/index.js';
import type { Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';
import { QUARANTINE_RETRY_SECONDS } from './admission.js';
import type { AgentSocket } from './agent-socket.js';
import type { Heartbeat } from './heartbeat.js';
import type { LiveAgents } from './live-agents.js';
import type { RivalryJudge } from './presence-ledger.js';

/**
 * Two connections with one key. The same boot of the same system, or an older connection that no longer answers, is a device
 * that came back: the newer one stays. Two that both live, from different boots, are a copied identity: both are flagged.
 */
export class Rivalry implements RivalryJudge {
  private readonly log = new Logger('Rivalry');

  constructor(
    private readonly unit: UnitOfWork,
    private readonly agents: LiveAgents,
    private readonly heartbeat: Heartbeat,
  ) {}

  /** Makes room for a newly proven connection; false when it is not to have it. */
  async makeRoom(newcomer: AgentSocket): Promise<boolean> {
    const { deviceId, bootId } = newcomer;
    for (let older = this.agents.of(deviceId); older && newcomer.stage === 'checking'; older = this.agents.of(deviceId)) {
      const bothLive = older.bootId !== bootId && older.stage === 'welcome' && (await this.heartbeat.probe(older));
      // Somebody else may have come or gone while we asked.
      if (this.agents.of(deviceId) !== older) continue;
      if (bothLive) {
        await this.flag(deviceId, older.bootId, bootId);
        return false;
      }
      this.agents.forget(older);
      supersede(older);
    }
    return newcomer.stage === 'checking';
  }

  /** Another gateway believes in a connection of a device that has just come to us: it has to look. */
  async rivals(tx: Tx, rivals: readonly RivalConnection[]): Promise<void> {
    for (const { deviceId, connectionId } of rivals) {
      const bootId = this.agents.of(deviceId)?.bootId;
      if (bootId !== undefined) await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'connection', id: connectionId, deviceId, bootId }));
    }
  }

  /** A connection of ours has a rival at another gateway. */
  async contested(connectionId: string, deviceId: string, rivalBootId: string): Promise<void> {
    const mine = this.agents.of(deviceId);
    if (mine?.connectionId !== connectionId) return;
    if (mine.bootId !== rivalBootId && (await this.heartbeat.probe(mine))) await this.flag(deviceId, mine.bootId, rivalBootId);
    else supersede(mine);
  }

  replaced(connections: readonly Connection[]): void {
    for (const { deviceId, connectionId } of connections) {
      const mine = this.agents.of(deviceId);
      if (mine?.connectionId === connectionId) supersede(mine);
    }
  }

  private async flag(deviceId: string, olderBoot: string, newerBoot: string): Promise<void> {
    this.log.warn({ msg: 'two live connections with one key', deviceId });
    await this.unit.run((tx) => quarantineDevice(tx, deviceId, { bootId: [olderBoot, newerBoot] }));
    for (const socket of this.agents.speakingFor(deviceId)) socket.dismiss(CLOSE_CODES.superseded, { code: 'RA-AGT-07', retryIn: QUARANTINE_RETRY_SECONDS['RA-AGT-07'] });
  }
}

/** The newer connection has taken its place; nothing it still says is heard. */
export function supersede(socket: AgentSocket): void {
  socket.dismiss(CLOSE_CODES.superseded, { code: 'superseded', retryIn: 30 });
}
