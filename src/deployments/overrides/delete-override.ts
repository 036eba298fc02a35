import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { announceDevices, deviceInScope } from '../../devices/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { DeviceOverrideEntity } from './device-override.entity.js';
import { overrideOf } from './read-override.js';

/** Leaves a device to its policies again; the audit log keeps what the override said. */
@Injectable()
export class DeleteOverride {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, deviceId: string, expected: ExpectedVersion): Promise<void> {
    await this.unit.run(async (tx) => {
      const device = await deviceInScope(tx, operator.scope, deviceId);
      const { version, settings, reason } = await overrideOf(tx, deviceId);
      refuseStale(expected, version);
      const { affected } = await tx.delete(DeviceOverrideEntity, { deviceId, version });
      if (affected !== 1) throw staleVersion();
      await recordAudit(tx, actorOf(operator), {
        action: 'override.delete',
        subject: { kind: 'override', id: deviceId, name: device.name },
        clientId: device.clientId,
        siteId: device.siteId,
        deviceId,
        changes: { settings: [settings, null], reason: [reason, null] },
      });
      await announceDevices(tx, [deviceId]);
    });
  }
}
