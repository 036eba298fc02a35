import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudits } from '../../audit/index.js';
import { recordCauseClearedFor } from '../../deployment-status/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { DeviceDetailView } from './device.view.js';
import { deviceById, siteOfDevice } from './read-devices.js';

/** Tries again at once what has failed on a device: somebody says that the cause is gone. */
@Injectable()
export class RetryDeployment {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, deviceId: string): Promise<DeviceDetailView> {
    return this.unit.run(async (tx) => {
      await siteOfDevice(tx, operator.scope, deviceId);
      const retried = await retryDevices(tx, operator, [deviceId]);
      if (retried.length === 0)
        throw new DomainError('API-CONFLICT-03', 'Nothing has failed on this device, so there is nothing to retry.');
      return deviceById(tx, operator, deviceId);
    });
  }
}

interface FailingDevice {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  readonly clientId: string;
  readonly codes: readonly string[];
  readonly deploymentIds: readonly string[];
}

/** The same for many devices; answers those on which something had failed. Scope is the caller's to have judged. */
export async function retryDevices(tx: Tx, operator: Operator, deviceIds: readonly string[]): Promise<string[]> {
  const failing: FailingDevice[] = await tx.query(
    `SELECT d.id, d.name, d.site_id AS "siteId", s.client_id AS "clientId", array_agg(DISTINCT e.failure_code) AS codes, array_agg(p.id) AS "deploymentIds"
       FROM device d JOIN site s ON s.id = d.site_id JOIN deployment p ON p.device_id = d.id
       JOIN deployment_evidence e ON e.deployment_id = p.id AND e.failure_code IS NOT NULL
      WHERE d.id = ANY($1::uuid[]) AND d.retired_at IS NULL GROUP BY d.id, s.client_id`,
    [deviceIds],
  );
  if (failing.length === 0) return [];
  await recordCauseClearedFor(tx, failing.flatMap((device) => device.deploymentIds), operator.name);
  await recordAudits(
    tx,
    actorOf(operator),
    failing.map(({ id, name, siteId, clientId, codes }) => ({
      action: 'deployment.retry',
      subject: { kind: 'device', id, name },
      clientId,
      siteId,
      deviceId: id,
      changes: { failure: [codes.join(', '), null] },
    })),
  );
  return failing.map(({ id }) => id);
}
