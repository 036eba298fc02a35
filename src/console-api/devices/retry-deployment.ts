import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { recordCauseCleared } from '../../deployment-status/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { DeviceDetailView } from './device.view.js';
import { deviceById, siteOfDevice } from './read-devices.js';

/** Tries again at once what has failed on a device: somebody says that the cause is gone. */
@Injectable()
export class RetryDeployment {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, deviceId: string): Promise<DeviceDetailView> {
    return this.unit.run(async (tx) => {
      const { siteId, clientId, name } = await siteOfDevice(tx, operator.scope, deviceId);
      const failures: { code: string }[] = await tx.query(
        `SELECT DISTINCT e.failure_code AS code FROM deployment p JOIN deployment_evidence e ON e.deployment_id = p.id
          WHERE p.device_id = $1 AND e.failure_code IS NOT NULL`,
        [deviceId],
      );
      if (failures.length === 0)
        throw new DomainError('API-CONFLICT-03', 'Nothing has failed on this device, so there is nothing to retry.');
      for (const { code } of failures) await recordCauseCleared(tx, deviceId, code, operator.name);
      await recordAudit(tx, actorOf(operator), {
        action: 'deployment.retry',
        subject: { kind: 'device', id: deviceId, name },
        clientId,
        siteId,
        deviceId,
        changes: { failure: [failures.map(({ code }) => code).join(', '), null] },
      });
      return deviceById(tx, operator, deviceId);
    });
  }
}
