import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { awaitAnswer } from '../../platform/wake-ups/await-answer.js';
import { wakeUp, WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { TEST } from '../sending/post-deliveries.js';
import { testBody } from '../words/webhook-body.js';
import { deliveriesById, webhookById } from './read-webhooks.js';
import type { WebhookDeliveryView } from './webhook.view.js';

const PATIENCE_MS = 20_000;

/** Has core, which alone can read the secret, really post something, and says what came of it. */
@Injectable()
export class TestWebhook {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async run(operator: Operator, webhookId: string): Promise<WebhookDeliveryView> {
    const id = this.ids.uuid();
    await this.unit.run(async (tx) => {
      const { name } = await webhookById(tx, webhookId);
      const body = testBody(this.clock.now(), name, this.config.publicUrl);
      await tx.query('INSERT INTO webhook_delivery (id, webhook_id, key, event, body) VALUES ($1, $2, $3, $4, $5)', [id, webhookId, `${TEST}:${id}`, TEST, body]);
      await recordAudit(tx, actorOf(operator), { action: 'webhook.test', subject: { kind: 'webhook', id: webhookId, name } });
      await wakeUp(tx, 'notify');
    });
    const delivery = await awaitAnswer(this.wakeUps, id, PATIENCE_MS, async () => {
      const [found] = await deliveriesById(this.unit.reads, [id]);
      return found && found.state !== 'waiting' ? found : null;
    });
    if (!delivery) throw new DomainError('API-UNAVAILABLE-01', 'Nothing was posted in time; it may still be.', { retryAfterSeconds: 5 });
    return delivery;
  }
}
