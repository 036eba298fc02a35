import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale } from '../../platform/http/index.js';
import { ruleById } from './read-rules.js';

/** Ends a rule; what it has told in the console stays there. */
@Injectable()
export class DeleteRule {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.unit.run(async (tx) => {
      const { name, version } = await ruleById(tx, id);
      refuseStale(expected, version);
      await tx.query('DELETE FROM notification_rule WHERE id = $1', [id]);
      await recordAudit(tx, actorOf(operator), { action: 'notification-rule.delete', subject: { kind: 'notification-rule', id, name } });
    });
  }
}
