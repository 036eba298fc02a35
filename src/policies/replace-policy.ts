import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../accounts/index.js';
import { changesBetween, recordAudit } from '../audit/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { invalidField, nameTaken, translatingConstraints } from '../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../platform/http/index.js';
import { keepVersion } from './keep-version.js';
import { PolicyEntity } from './policy.entity.js';
import { configuredSettings } from './types/configured-settings.js';
import { policyType } from './types/registry.js';
import type { PolicyView } from './policy.view.js';
import { policyById, policyToChange } from './read-policies.js';
import type { ReplacePolicyBody } from './replace-policy.body.js';

type Changeable = Pick<PolicyView, 'name' | 'description' | 'enabled' | 'settings'>;

/** Says anew what a policy wants; takes effect on every site it reaches, without anybody acting. */
@Injectable()
export class ReplacePolicy {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: ReplacePolicyBody, expected: ExpectedVersion): Promise<PolicyView> {
    return translatingConstraints({ policy_name_is_unique: () => nameTaken('policy', body.name) }, () =>
      this.unit.run(async (tx) => {
        const before = await policyToChange(tx, operator, id);
        refuseStale(expected, before.version);
        refuseOtherKind(before, body);
        const type = policyType(before.category, before.type);
        if (!type) throw invalidField('/type', 'known', 'is a type of policy that this version does not know');
        const { version } = before;
        const after: Changeable = {
          name: body.name,
          description: body.description ?? '',
          enabled: body.enabled,
          settings: configuredSettings(type, body.settings),
        };
        const stored = await tx.update(PolicyEntity, { id, version }, { ...after, version: version + 1, updatedAt: () => 'now()' });
        if (stored.affected !== 1) throw staleVersion();
        await keepVersion(tx, operator, id);
        await recordAudit(tx, actorOf(operator), {
          action: 'policy.change',
          subject: { kind: 'policy', id, name: after.name },
          clientId: before.clientId,
          changes: changesBetween<Changeable>(
            { name: before.name, description: before.description, enabled: before.enabled, settings: before.settings },
            after,
          ),
        });
        return policyById(tx, operator.scope, id);
      }),
    );
  }
}

function refuseOtherKind(before: PolicyView, body: ReplacePolicyBody): void {
  for (const field of ['category', 'type', 'clientId'] as const) {
    const wanted = body[field];
    if (wanted !== undefined && wanted !== before[field]) throw invalidField(`/${field}`, 'unchanged', 'cannot be changed; make another policy');
  }
}
