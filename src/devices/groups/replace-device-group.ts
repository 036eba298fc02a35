import { Injectable } from '@nestjs/common';
import { printDeviceFilter } from '../../../contracts/device-filter.js';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField, nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { readFilter } from '../filter/read-filter.js';
import type { DeviceGroupBody } from './device-group.body.js';
import { DeviceGroupEntity } from './device-group.entity.js';
import type { DeviceGroupView } from './device-group.view.js';
import { evaluateGroup } from './evaluate-group.js';
import { lockMemberships } from './membership-sql.js';
import { deviceGroupById, deviceGroupToChange } from './read-device-groups.js';

type Changeable = Pick<DeviceGroupView, 'name' | 'description' | 'filter'>;

/** Says anew who belongs to a group; packages and exclusions that name it follow by themselves. */
@Injectable()
export class ReplaceDeviceGroup {
  constructor(private readonly unit: UnitOfWork) {}

  async run(
    operator: Operator,
    id: string,
    body: DeviceGroupBody,
    expected: ExpectedVersion,
  ): Promise<DeviceGroupView> {
    const filter = printDeviceFilter(readFilter(body.filter, 'group', '/filter'));
    const after: Changeable = { name: body.name, description: body.description ?? '', filter };
    return translatingConstraints({ device_group_name_is_unique: () => nameTaken('device group', body.name) }, () =>
      this.unit.run(async (tx) => {
        const before = await deviceGroupToChange(tx, operator, id);
        refuseStale(expected, before.version);
        if (body.clientId !== undefined && body.clientId !== before.clientId) {
          throw invalidField('/clientId', 'unchanged', 'cannot be changed; make another group');
        }
        const { clientId, version, name, description } = before;
        const refiltered = filter !== before.filter;
        if (refiltered) await lockMemberships(tx);
        const stored = await tx.update(
          DeviceGroupEntity,
          { id, version },
          { ...after, version: version + 1, updatedAt: () => 'now()' },
        );
        if (stored.affected !== 1) throw staleVersion();
        if (refiltered) await evaluateGroup(tx, { id, clientId, filter });
        await recordAudit(tx, actorOf(operator), {
          action: 'device-group.change',
          subject: { kind: 'device-group', id, name: after.name },
          clientId,
          changes: changesBetween<Changeable>({ name, description, filter: before.filter }, after),
        });
        return deviceGroupById(tx, operator.scope, id);
      }),
    );
  }
}
