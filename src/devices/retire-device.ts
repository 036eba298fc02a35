import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../accounts/index.js';
import { recordAudit } from '../audit/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../platform/http/index.js';
import { announceDevices } from './announce-devices.js';
import { deviceInScope } from './read-device.js';

/** Deletes a device: its remote access is removed first, even if it has to be waited for; until that is proven only the wish is stored. */
@Injectable()
export class RetireDevice {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.unit.run(async (tx) => {
      const device = await deviceInScope(tx, operator.scope, id);
      refuseStale(expected, device.version);
      const [, count]: [unknown, number] = await tx.query(
        'UPDATE device SET retired_at = now(), version = version + 1, updated_at = now() WHERE id = $1 AND version = $2 AND retired_at IS NULL',
        [id, device.version],
      );
      if (count === 0) throw staleVersion();
      await recordAudit(tx, actorOf(operator), {
        action: 'device.delete',
        subject: { kind: 'device', id, name: device.name },
        siteId: device.siteId,
        clientId: device.clientId,
        deviceId: id,
      });
      await announceDevices(tx, [id]);
    });
  }
}
