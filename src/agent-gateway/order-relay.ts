import { Logger } from '@nestjs/common';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Batch } from './batch.js';
import type { LiveAgents } from './live-agents.js';

const RETRY_MS = 1000;

/**
 * Hands out the orders that core signed, byte for byte, in the order of their seq. A device that arrives gets everything that
 * is open; one that is nudged gets what it has not acknowledged. An order that is sent twice is the same order. While the
 * installation is frozen, only what a device has already begun is handed out again.
 */
export class OrderRelay {
  private readonly log = new Logger('OrderRelay');
  private readonly nudged: Batch<string>;
  private readonly arrived: Batch<string>;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly agents: LiveAgents,
  ) {
    this.nudged = this.batch('AND i.acknowledged_at IS NULL');
    this.arrived = this.batch('');
  }

  nudge(deviceId: string): void {
    if (this.agents.of(deviceId)) this.nudged.add(deviceId);
  }

  arrive(deviceId: string): void {
    this.arrived.add(deviceId);
  }

  /** Finds what a lost nudge missed. */
  async sweep(): Promise<void> {
    const connected = this.agents.deviceIds();
    if (connected.length === 0) return;
    const waiting: { device_id: string }[] = await this.unit.reads.query(
      `SELECT DISTINCT device_id FROM instruction
        WHERE reported_at IS NULL AND acknowledged_at IS NULL AND frame IS NOT NULL AND expires_at > now() AND device_id = ANY($1::uuid[])`,
      [connected],
    );
    for (const { device_id: deviceId } of waiting) this.nudge(deviceId);
  }

  private batch(condition: string): Batch<string> {
    const batch: Batch<string> = new Batch((deviceIds) => this.relay(deviceIds, condition), {
      windowMs: 2,
      most: 500,
      onError: (error, deviceIds) => {
        this.log.warn(`orders of ${deviceIds.length} devices could not be read yet: ${String(error)}`);
        setTimeout(() => deviceIds.forEach((deviceId) => batch.add(deviceId)), RETRY_MS).unref();
      },
    });
    return batch;
  }

  private async relay(deviceIds: readonly string[], condition: string): Promise<void> {
    const orders: { device_id: string; frame: string }[] = await this.unit.reads.query(
      `SELECT i.device_id, i.frame
         FROM unnest($1::uuid[]) AS asked (id) JOIN device d ON d.id = asked.id AND d.revoked_at IS NULL AND NOT d.quarantined
        CROSS JOIN LATERAL (SELECT * FROM instruction i WHERE i.device_id = asked.id AND i.reported_at IS NULL ORDER BY i.seq OFFSET 0) i
        WHERE i.frame IS NOT NULL AND i.expires_at > now() ${condition}
          AND (i.acknowledged_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM installation WHERE frozen))
          AND NOT EXISTS (SELECT 1 FROM deployment p WHERE p.id = i.deployment_id AND p.generation > i.generation AND i.acknowledged_at IS NULL OFFSET 0)
        ORDER BY i.device_id, i.seq`,
      [deviceIds],
    );
    for (const { device_id: deviceId, frame } of orders) this.agents.of(deviceId)?.tell(frame);
  }
}
