import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, UsesRegistry } from '../../platform/http/index.js';
import { DeviceGroupEntity } from './device-group.entity.js';
import { lockMemberships } from './membership-sql.js';
import { deviceGroupToChange } from './read-device-groups.js';

/** Refused with the list while a package entry or an exclusion names the group. */
@Injectable()
export class DeleteDeviceGroup {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly uses: UsesRegistry,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.uses.refuseWhileUsed('device group', id, () =>
      this.unit.run(async (tx) => {
        const { version, name, clientId, filter } = await deviceGroupToChange(tx, operator, id);
        refuseStale(expected, version);
        await lockMemberships(tx);
        await tx.delete(DeviceGroupEntity, { id });
        await recordAudit(tx, actorOf(operator), {
          action: 'device-group.delete',
          subject: { kind: 'device-group', id, name },
          clientId,
          changes: { filter: [filter, null] },
        });
      }),
    );
  }
}
