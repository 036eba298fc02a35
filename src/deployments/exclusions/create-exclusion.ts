import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { announceDevices } from '../../devices/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { expiryAhead } from '../expiry.js';
import type { CreateExclusionBody } from './create-exclusion.body.js';
import { ExclusionEntity } from './exclusion.entity.js';
import { exclusionTarget } from './exclusion-target.js';
import type { ExclusionView } from './exclusion.view.js';
import { exclusionById } from './read-exclusions.js';

/** Leaves a site, group or device out, or freezes it as it is, until somebody or the clock ends that. */
@Injectable()
export class CreateExclusion {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, { kind, target: wanted, reason, expiresAt }: CreateExclusionBody): Promise<ExclusionView> {
    return this.unit.run(async (tx) => {
      const target = await exclusionTarget(tx, operator, wanted);
      const until = await expiryAhead(tx, expiresAt);
      const { siteId, deviceGroupId, deviceId } = target;
      const id = this.ids.uuid();
      await tx.insert(ExclusionEntity, {
        id, kind, siteId, deviceGroupId, deviceId, reason, authorId: operator.id, authorName: operator.name, expiresAt: until, version: 1,
      });
      await recordAudit(tx, actorOf(operator), {
        action: 'exclusion.create',
        subject: { kind: 'exclusion', id, name: target.name },
        clientId: target.inClientId,
        siteId: target.inSiteId,
        deviceId,
        changes: { kind: [null, kind], reason: [null, reason], expiresAt: [null, until] },
      });
      if (deviceId !== null) await announceDevices(tx, [deviceId]);
      return exclusionById(tx, operator.scope, id);
    });
  }
}
