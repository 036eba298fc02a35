import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { announceDevices } from '../../devices/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { ExclusionEntity } from './exclusion.entity.js';
import { exclusionToChange } from './read-exclusions.js';

/** Lets policies reach the target again; the exclusion stays as history. */
@Injectable()
export class EndExclusion {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.unit.run(async (tx) => {
      const { version, target, kind, reason, clientId, siteId } = await exclusionToChange(tx, operator, id);
      refuseStale(expected, version);
      const stored = await tx.update(
        ExclusionEntity,
        { id, version },
        { endedAt: () => 'now()', endReason: 'withdrawn', endedByName: operator.name, version: version + 1 },
      );
      if (stored.affected !== 1) throw staleVersion();
      await recordAudit(tx, actorOf(operator), {
        action: 'exclusion.delete',
        subject: { kind: 'exclusion', id, name: target.name },
        clientId,
        siteId,
        deviceId: target.deviceId ?? null,
        changes: { kind: [kind, null], reason: [reason, null] },
      });
      if (target.deviceId !== undefined) await announceDevices(tx, [target.deviceId]);
    });
  }
}
