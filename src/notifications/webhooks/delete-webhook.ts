import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, UsesRegistry } from '../../platform/http/index.js';
import { webhookById } from './read-webhooks.js';
import { storeSubscriptions } from './store-subscriptions.js';

/** Removes a webhook with its log; not while a rule sends to it. */
@Injectable()
export class DeleteWebhook {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly uses: UsesRegistry,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.uses.refuseWhileUsed('webhook', id, () =>
      this.unit.run(async (tx) => {
        const { name, version } = await webhookById(tx, id);
        refuseStale(expected, version);
        await storeSubscriptions(tx, id, []);
        await tx.query('DELETE FROM webhook WHERE id = $1', [id]);
        await recordAudit(tx, actorOf(operator), { action: 'webhook.delete', subject: { kind: 'webhook', id, name } });
      }),
    );
  }
}
