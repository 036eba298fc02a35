import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../accounts/index.js';
import { changesBetween, recordAudit } from '../audit/index.js';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../platform/http/index.js';
import { refuseLeavingClients } from '../sites/index.js';
import { announceDevices } from './announce-devices.js';
import type { ChangeDeviceBody } from './change-device.body.js';
import type { ChangedDeviceView } from './changed-device.view.js';
import { deviceInScope } from './read-device.js';
import { siteInScope } from './site-in-scope.js';

/** Changes where a device belongs and what it is called; both the old site and the new one must be in scope. */
@Injectable()
export class ChangeDevice {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: ChangeDeviceBody, expected: ExpectedVersion): Promise<ChangedDeviceView> {
    return this.unit.run(async (tx) => {
      const before = await deviceInScope(tx, operator.scope, id);
      refuseStale(expected, before.version);
      if (body.siteId !== undefined) {
        const site = await siteInScope(tx, operator.scope, body.siteId);
        await refuseLeavingClients(tx, [site.clientId]);
      }
      const after = {
        siteId: body.siteId ?? before.siteId,
        displayName: body.displayName === undefined ? before.displayName : body.displayName,
        tags: body.tags ? [...body.tags].sort() : before.tags,
      };
      const { siteId, displayName, tags } = before;
      const changes = changesBetween({ siteId, displayName, tags }, after);
      if (Object.keys(changes).length === 0) return before;
      await this.store(tx, before, after);
      const changed = await deviceInScope(tx, operator.scope, id);
      await recordAudit(tx, actorOf(operator), {
        action: 'device.change',
        subject: { kind: 'device', id, name: changed.name },
        siteId: changed.siteId,
        clientId: changed.clientId,
        deviceId: id,
        changes,
      });
      await announceDevices(tx, [id]);
      return changed;
    });
  }

  private async store(tx: Tx, { id, version }: ChangedDeviceView, after: Pick<ChangedDeviceView, 'siteId' | 'displayName' | 'tags'>): Promise<void> {
    const [, count]: [unknown, number] = await tx.query(
      `UPDATE device SET site_id = $3, display_name = $4, tags = $5, version = version + 1, updated_at = now()
        WHERE id = $1 AND version = $2 AND retired_at IS NULL`,
      [id, version, after.siteId, after.displayName, after.tags],
    );
    if (count === 0) throw staleVersion();
  }
}
