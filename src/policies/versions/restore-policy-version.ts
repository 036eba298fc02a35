import { Injectable } from '@nestjs/common';
import type { Operator } from '../../accounts/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import type { PolicyView } from '../policy.view.js';
import { policyToChange } from '../read-policies.js';
import { storePolicy } from '../store-policy.js';
import { configuredSettings } from '../types/configured-settings.js';
import type { PolicyType } from '../types/policy-type.js';
import { knownTypeOf } from '../types/known-type-of.js';
import { policyVersion } from './read-policy-versions.js';

/** Says again what an older version said, as a new version; nothing of what came between is lost. */
@Injectable()
export class RestorePolicyVersion {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, version: string, expected: ExpectedVersion): Promise<PolicyView> {
    let name = '';
    return translatingConstraints({ policy_name_is_unique: () => nameTaken('policy', name) }, () =>
      this.unit.run(async (tx) => {
        const before = await policyToChange(tx, operator, id);
        const wanted = await policyVersion(tx, id, version);
        refuseStale(expected, before.version);
        if (wanted.version === before.version) throw new DomainError('API-CONFLICT-03', 'This version is what the policy says now.');
        name = wanted.name;
        const settings = stillAccepted(knownTypeOf(before), wanted.settings);
        const after = { name, description: wanted.description, enabled: wanted.enabled, settings };
        return storePolicy(tx, operator, before, after, { action: 'policy.restore', restoredVersion: wanted.version });
      }),
    );
  }
}

/** What an old version says is judged by the rules of today. */
function stillAccepted(type: PolicyType, settings: PolicyView['settings']): PolicyView['settings'] {
  try {
    return configuredSettings(type, settings);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError('API-CONFLICT-03', 'This version has settings that are not accepted any more.', error.facts);
  }
}
