import { Injectable } from '@nestjs/common';
import type { SettingValue } from '../../../contracts/policy-settings.js';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { configuredSettings } from '../../policies/index.js';
import { settingsOfDevices } from '../settings-of-devices.js';
import { type PolicyLocks, policyLocks } from './load-locks.js';
import { PolicyLocksEntity } from './policy-locks.entity.js';

/** Says anew what holds for every device of the installation, whatever policies and overrides say. */
@Injectable()
export class ReplacePolicyLocks {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, wanted: Readonly<Record<string, unknown>>, expected: ExpectedVersion): Promise<PolicyLocks> {
    const settings = configuredSettings(settingsOfDevices(), wanted, '');
    return this.unit.run(async (tx) => {
      const { version, settings: before } = await policyLocks(tx);
      refuseStale(expected, version);
      const stored = await tx.update(
        PolicyLocksEntity,
        { singleton: true, version },
        { settings, version: version + 1, updatedAt: () => 'now()' },
      );
      if (stored.affected !== 1) throw staleVersion();
      await recordAudit(tx, actorOf(operator), {
        action: 'policy-locks.change',
        subject: { kind: 'policy-locks', id: null, name: 'Policy locks' },
        changes: changesBetween<Record<string, SettingValue>>(before, settings),
      });
      return policyLocks(tx);
    });
  }
}
