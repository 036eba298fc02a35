import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../accounts/index.js';
import { recordAudit } from '../audit/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, UsesRegistry } from '../platform/http/index.js';
import { PolicyEntity } from './policy.entity.js';
import { policyToChange } from './read-policies.js';

/** Refused with the list while a package contains the policy. */
@Injectable()
export class DeletePolicy {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly uses: UsesRegistry,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.uses.refuseWhileUsed('policy', id, () =>
      this.unit.run(async (tx) => {
        const policy = await policyToChange(tx, operator, id);
        refuseStale(expected, policy.version);
        await tx.delete(PolicyEntity, { id });
        await recordAudit(tx, actorOf(operator), {
          action: 'policy.delete', subject: { kind: 'policy', id, name: policy.name }, clientId: policy.clientId, changes: { settings: [policy.settings, null] },
        });
      }),
    );
  }
}
