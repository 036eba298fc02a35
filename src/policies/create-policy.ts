import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../accounts/index.js';
import { recordAudit } from '../audit/index.js';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work.js';
import { invalidField, missingReference, nameTaken, translatingConstraints } from '../platform/errors/constraint-refusals.js';
import { IDS, type Ids } from '../platform/ids.js';
import type { CreatePolicyBody } from './create-policy.body.js';
import { keepVersion } from './keep-version.js';
import { PolicyEntity } from './policy.entity.js';
import { configuredSettings } from './types/configured-settings.js';
import { policyType } from './types/registry.js';
import type { PolicyView } from './policy.view.js';
import { policyById, refuseOutside } from './read-policies.js';

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

/** A client that is not even partly in scope does not exist for the caller; a partly visible one is not his to decide for. */
export async function refuseForeignOwner(tx: Tx, operator: Operator, clientId: string | null): Promise<void> {
  if (clientId !== null) {
    const { clientIds, siteIds, all } = operator.scope;
    const visible: unknown[] = await tx.query(
      `SELECT 1 FROM client c WHERE c.id = $1
         AND ($2 OR c.id = ANY($3::uuid[]) OR EXISTS (SELECT 1 FROM site s WHERE s.client_id = c.id AND s.id = ANY($4::uuid[])))`,
      [clientId, all, clientIds, siteIds],
    );
    if (visible.length === 0) throw missingReference('/clientId', 'client');
  }
  refuseOutside(operator, clientId);
}
