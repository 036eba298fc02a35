import { Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import { FactorRules } from '../factors/factor-rules.js';
import { actorOf, type Operator } from '../roles/operator.js';
import type { SecuritySettingsBody } from './security-settings.body.js';
import type { SecuritySettingsView } from './security-settings.view.js';

/** How those who administer have to prove who they are. */
@Injectable()
export class SecuritySettings {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly rules: FactorRules,
  ) {}

  async read(): Promise<SecuritySettingsView> {
    const [row]: { version: number }[] = await this.unit.reads.query('SELECT security_version AS version FROM installation');
    return { adminFactor: await this.rules.adminFactor(), secondFactorMandatory: this.rules.areMandatory, passkeys: this.rules.relyingParty !== null, version: row?.version ?? 1 };
  }

  async change(operator: Operator, { adminFactor }: SecuritySettingsBody, expected: ExpectedVersion): Promise<SecuritySettingsView> {
    const before = await this.rules.adminFactor();
    await this.unit.run(async (tx) => {
      const [row]: { version: number }[] = await tx.query('SELECT security_version AS version FROM installation FOR UPDATE');
      refuseStale(expected, row!.version);
      await tx.query('UPDATE installation SET admin_factor = $1, security_version = security_version + 1', [adminFactor]);
      await recordAudit(tx, actorOf(operator), { action: 'security-settings.change', subject: { kind: 'installation', id: null }, changes: { adminFactor: [before, adminFactor] } });
    });
    return this.read();
  }
}
