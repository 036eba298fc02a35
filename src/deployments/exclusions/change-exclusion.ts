import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { announceDevices } from '../../devices/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { expiryAhead } from '../expiry.js';
import type { ChangeExclusionBody } from './change-exclusion.body.js';
import { ExclusionEntity } from './exclusion.entity.js';
import type { ExclusionView } from './exclusion.view.js';
import { exclusionById, exclusionToChange } from './read-exclusions.js';

/** Says anew why something is left out or frozen, and until when. */
@Injectable()
export class ChangeExclusion {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: ChangeExclusionBody, expected: ExpectedVersion): Promise<ExclusionView> {
    return this.unit.run(async (tx) => {
      const before = await exclusionToChange(tx, operator, id);
      refuseStale(expected, before.version);
      const { version } = before;
      const after = {
        reason: body.reason ?? before.reason,
        expiresAt: body.expiresAt === undefined ? before.expiresAt : await expiryAhead(tx, body.expiresAt),
      };
      const stored = await tx.update(ExclusionEntity, { id, version }, { ...after, version: version + 1 });
      if (stored.affected !== 1) throw staleVersion();
      await recordAudit(tx, actorOf(operator), {
        action: 'exclusion.change',
        subject: { kind: 'exclusion', id, name: before.target.name },
        clientId: before.clientId,
        siteId: before.siteId,
        deviceId: before.target.deviceId ?? null,
        changes: changesBetween({ reason: before.reason, expiresAt: before.expiresAt }, after),
      });
      if (before.target.deviceId !== undefined) await announceDevices(tx, [before.target.deviceId]);
      return exclusionById(tx, operator.scope, id);
    });
  }
}
