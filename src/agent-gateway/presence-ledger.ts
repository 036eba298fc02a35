import { Logger } from '@nestjs/common';
import {
  announceDevices, type Connection, recordConnected, recordDisconnected, recordGatewayAlive, recordGatewaysGone, recordSeen, type RivalConnection,
} from '../devices/index.js';
import type { Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { Batch } from './batch.js';
import { type LiveAgents, monotonicSeconds } from './live-agents.js';
import { markDeploymentsDue } from './mark-deployments-due.js';

const ALIVE_EVERY_SECONDS = 10;
const SWEEP_EVERY_SECONDS = 30;
const FLUSH_EVERY_SECONDS = 60;
/** A gateway that did not say so for this long, by the database's clock, is dead. */
const DEAD_AFTER_SECONDS = 40;
const ROWS_PER_FLUSH = 2000;
const RETRY_MS = 1000;

/** What happens to connections that turn out not to be the only one of their device. */
export interface RivalryJudge {
  /** Another gateway believes in a connection of the same device. */
  rivals(tx: Tx, rivals: readonly RivalConnection[]): Promise<void>;
  /** These connections of ours were replaced by one at another gateway. */
  replaced(connections: readonly Connection[]): void;
}

/**
 * Writes down who is connected. Memory is the truth for this gateway's devices and the database follows it: transitions at
 * once, "last seen" once a minute in bulk. What cannot be written now is written when the database is back.
 */
export class PresenceLedger {
  private readonly log = new Logger('PresenceLedger');
  private readonly changed: Batch<string>;
  private lastAliveAt = -Infinity;
  private lastSweepAt = -Infinity;
  private lastFlushAt = monotonicSeconds();
  private rounds: Promise<void> | undefined;

  constructor(
    private readonly gatewayId: string,
    private readonly unit: UnitOfWork,
    private readonly agents: LiveAgents,
    private readonly judge: RivalryJudge,
  ) {
    this.changed = new Batch((deviceIds) => this.store(deviceIds), {
      windowMs: 2,
      most: 1000,
      onError: (error, deviceIds) => {
        this.log.warn(`presence of ${deviceIds.length} devices could not be stored yet: ${String(error)}`);
        setTimeout(() => deviceIds.forEach((deviceId) => this.changed.add(deviceId)), RETRY_MS).unref();
      },
    });
  }

  /** This device has come or gone; what is written is what is so at the time of writing. */
  note(deviceId: string): void {
    this.changed.add(deviceId);
  }

  /** Makes this gateway known and ends what dead ones left behind. */
  async begin(): Promise<void> {
    await this.sayAlive();
    await this.sweep();
  }

  /** Once a second: whatever is due, one round at a time. */
  turn(): void {
    this.rounds ??= this.round()
      .catch((error: unknown) => this.log.warn(`presence round failed: ${String(error)}`))
      .finally(() => (this.rounds = undefined));
  }

  async end(): Promise<void> {
    await this.rounds;
    await this.unit.run(async (tx) => this.tell(tx, await recordGatewaysGone(tx, DEAD_AFTER_SECONDS, this.gatewayId)));
  }

  private async round(): Promise<void> {
    const now = monotonicSeconds();
    if (now - this.lastAliveAt >= ALIVE_EVERY_SECONDS) await this.sayAlive();
    if (now - this.lastSweepAt >= SWEEP_EVERY_SECONDS) await this.sweep();
    if (now - this.lastFlushAt >= FLUSH_EVERY_SECONDS) await this.flush();
  }

  private async sayAlive(): Promise<void> {
    const wasKnown = await this.unit.run((tx) => recordGatewayAlive(tx, this.gatewayId));
    // Given up for dead meanwhile (this process stood still): everybody who is connected is said anew.
    if (!wasKnown) for (const deviceId of this.agents.deviceIds()) this.note(deviceId);
    this.lastAliveAt = monotonicSeconds();
  }

  private async sweep(): Promise<void> {
    await this.unit.run(async (tx) => {
      const offline = await recordGatewaysGone(tx, DEAD_AFTER_SECONDS);
      await this.tell(tx, offline);
    });
    this.lastSweepAt = monotonicSeconds();
  }

  private async flush(): Promise<void> {
    const heard = [...this.agents.all()].filter((socket) => socket.heardAt >= this.lastFlushAt);
    this.lastFlushAt = monotonicSeconds();
    for (let from = 0; from < heard.length; from += ROWS_PER_FLUSH) {
      const part = heard.slice(from, from + ROWS_PER_FLUSH).map(({ deviceId, connectionId }) => ({ deviceId, connectionId }));
      const unshown = await this.unit.run((tx) => recordSeen(tx, this.gatewayId, part));
      this.judge.replaced(unshown.filter((each) => each.isElsewhere));
      for (const { deviceId, isElsewhere } of unshown) if (!isElsewhere) this.note(deviceId);
    }
  }

  private async store(deviceIds: readonly string[]): Promise<void> {
    await this.unit.run(async (tx) => {
      const here = deviceIds.map((deviceId) => this.agents.of(deviceId)).filter((socket) => socket !== undefined);
      const gone = deviceIds.filter((deviceId) => !this.agents.of(deviceId));
      if (here.length > 0) await this.judge.rivals(tx, await recordConnected(tx, this.gatewayId, here));
      const offline = gone.length > 0 ? await recordDisconnected(tx, this.gatewayId, gone) : [];
      await this.tell(tx, [...here.map((socket) => socket.deviceId), ...offline]);
    });
  }

  private async tell(tx: Tx, deviceIds: readonly string[]): Promise<void> {
    await markDeploymentsDue(tx, deviceIds);
    await announceDevices(tx, deviceIds);
  }
}
