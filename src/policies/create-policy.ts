import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator, refuseForeignOwner } from '../accounts/index.js';
import { recordAudit } from '../audit/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { invalidField, nameTaken, translatingConstraints } from '../platform/errors/constraint-refusals.js';
import { IDS, type Ids } from '../platform/ids.js';
import type { CreatePolicyBody } from './create-policy.body.js';
import { keepVersion } from './versions/keep-version.js';
import { PolicyEntity } from './policy.entity.js';
import { configuredSettings } from './types/configured-settings.js';
import { policyType } from './types/registry.js';
import type { PolicyView } from './policy.view.js';
import { policyById } from './read-policies.js';

@Injectable()
export class CreatePolicy {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, body: CreatePolicyBody): Promise<PolicyView> {
    const { category, name, description = '', enabled = true, clientId = null } = body;
    const type = policyType(category, body.type);
    if (!type) throw invalidField('/type', 'known', `is no type of policy in the category "${category}"`);
    const settings = configuredSettings(type, body.settings);
    return translatingConstraints({ policy_name_is_unique: () => nameTaken('policy', name) }, () =>
      this.unit.run(async (tx) => {
        await refuseForeignOwner(tx, operator, clientId);
        const id = this.ids.uuid();
        await tx.insert(PolicyEntity, { id, clientId, category, type: type.type, name, description, enabled, settings, version: 1 });
        await keepVersion(tx, operator, id);
        await recordAudit(tx, actorOf(operator), {
          action: 'policy.create', subject: { kind: 'policy', id, name }, clientId, changes: { enabled: [null, enabled], settings: [null, settings] },
        });
        return policyById(tx, operator.scope, id);
      }),
    );
  }
}
