import { Injectable } from '@nestjs/common';
import { actorOf, coversSite, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { giveUpRemovals } from '../../deployments/index.js';
import { announceDevices } from '../../devices/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';

interface WaitedForDevice {
  readonly name: string;
  readonly siteId: string;
  readonly clientId: string;
  readonly online: boolean;
}

/**
 * Stops waiting for a device that will not come back: its agent can connect no more, its record at the provider goes, and the
 * certificate names it as unproven. Deleted devices are the usual case, so they are found as well.
 */
@Injectable()
export class GiveUpRemoval {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, deviceId: string, reason: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const device = await waitedFor(tx, deviceId);
      if (!device || !coversSite(operator.scope, device)) throw notFound('device');
      if (device.online)
        throw new DomainError('API-CONFLICT-03', 'This device is connected: its removal needs no giving up.');
      const given = await giveUpRemovals(tx, deviceId, { author: operator, reason });
      if (given.length === 0)
        throw new DomainError('API-CONFLICT-03', 'No removal waits for this device, or it was given up already.');
      await recordAudit(tx, actorOf(operator), {
        action: 'device.give-up-removal',
        subject: { kind: 'device', id: deviceId, name: device.name },
        siteId: device.siteId,
        clientId: device.clientId,
        deviceId,
        changes: { reason: [null, reason], deployments: [null, given] },
      });
      await announceDevices(tx, [deviceId]);
    });
  }
}

async function waitedFor(tx: Tx, id: string): Promise<WaitedForDevice | undefined> {
  const [device]: WaitedForDevice[] = await tx.query(
    `SELECT d.name, d.site_id AS "siteId", s.client_id AS "clientId", coalesce(r.online, false) AS online
       FROM device d JOIN site s ON s.id = d.site_id LEFT JOIN device_presence r ON r.device_id = d.id WHERE d.id = $1`,
    [id],
  );
  return device;
}
