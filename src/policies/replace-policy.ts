import { Injectable } from '@nestjs/common';
import type { Operator } from '../accounts/index.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { invalidField, nameTaken, translatingConstraints } from '../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale } from '../platform/http/index.js';
import type { PolicyView } from './policy.view.js';
import { policyToChange } from './read-policies.js';
import type { ReplacePolicyBody } from './replace-policy.body.js';
import { storePolicy } from './store-policy.js';
import { configuredSettings } from './types/configured-settings.js';
import { knownTypeOf } from './types/known-type-of.js';

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
        const { name, description = '', enabled } = body;
        const after = { name, description, enabled, settings: configuredSettings(knownTypeOf(before), body.settings) };
        return storePolicy(tx, operator, before, after, { action: 'policy.change' });
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
