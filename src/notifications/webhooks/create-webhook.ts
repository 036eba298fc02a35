import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { sealForCore } from '../../platform/sealing/core-box.js';
import { WEBHOOK_SECRET_BYTES, webhookSecretText } from '../../platform/webhooks/signature.js';
import { WEBHOOK_SECRET } from '../sealed-purposes.js';
import { webhookById } from './read-webhooks.js';
import { storeSubscriptions } from './store-subscriptions.js';
import { auditedUrl, refuseUnfitUrl, webhookRefusals } from './webhook-refusals.js';
import type { CreateWebhookBody } from './webhook.body.js';
import type { NewWebhookView } from './webhook.view.js';

/** Adds a webhook, and makes the secret by which its receiver knows us. */
@Injectable()
export class CreateWebhook {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async run(operator: Operator, { name, url, enabled = true, events = [] }: CreateWebhookBody): Promise<NewWebhookView> {
    refuseUnfitUrl(url, this.config.webhookAllow);
    const secret = this.ids.secret(WEBHOOK_SECRET_BYTES);
    return translatingConstraints(webhookRefusals(name), () =>
      this.unit.run(async (tx) => {
        const id = this.ids.uuid();
        const sealed = await sealForCore(tx, WEBHOOK_SECRET, secret);
        await tx.query('INSERT INTO webhook (id, name, url, enabled, sealed_secret) VALUES ($1, $2, $3, $4, $5)', [id, name, url, enabled, sealed]);
        await storeSubscriptions(tx, id, events);
        await recordAudit(tx, actorOf(operator), {
          action: 'webhook.create',
          subject: { kind: 'webhook', id, name },
          changes: { url: [null, auditedUrl(url)], enabled: [null, enabled], events: [null, events] },
        });
        return { ...(await webhookById(tx, id)), secret: webhookSecretText(secret) };
      }),
    );
  }
}
