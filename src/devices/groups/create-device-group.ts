import { Inject, Injectable } from '@nestjs/common';
import { printDeviceFilter } from '../../../contracts/device-filter.js';
import { actorOf, type Operator, refuseForeignOwner } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { readFilter } from '../filter/read-filter.js';
import type { DeviceGroupBody } from './device-group.body.js';
import { DeviceGroupEntity } from './device-group.entity.js';
import type { DeviceGroupView } from './device-group.view.js';
import { evaluateGroup } from './evaluate-group.js';
import { lockMemberships } from './membership-sql.js';
import { deviceGroupById } from './read-device-groups.js';

/** Makes a group with everybody in it who belongs to it now. */
@Injectable()
export class CreateDeviceGroup {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(
    operator: Operator,
    { name, clientId = null, description = '', ...body }: DeviceGroupBody,
  ): Promise<DeviceGroupView> {
    const filter = printDeviceFilter(readFilter(body.filter, 'group', '/filter'));
    return translatingConstraints({ device_group_name_is_unique: () => nameTaken('device group', name) }, () =>
      this.unit.run(async (tx) => {
        await refuseForeignOwner(tx, operator, clientId);
        await lockMemberships(tx);
        const id = this.ids.uuid();
        await tx.insert(DeviceGroupEntity, { id, clientId, name, description, filter, version: 1 });
        await evaluateGroup(tx, { id, clientId, filter });
        await recordAudit(tx, actorOf(operator), {
          action: 'device-group.create',
          subject: { kind: 'device-group', id, name },
          clientId,
          changes: { filter: [null, filter] },
        });
        return deviceGroupById(tx, operator.scope, id);
      }),
    );
  }
}
