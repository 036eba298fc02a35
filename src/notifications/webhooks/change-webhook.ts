import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { webhookById } from './read-webhooks.js';
import { storeSubscriptions } from './store-subscriptions.js';
import { auditedUrl, refuseUnfitUrl, webhookRefusals } from './webhook-refusals.js';
import type { ChangeWebhookBody } from './webhook.body.js';
import type { WebhookView } from './webhook.view.js';

/** Changes what a webhook is called, where it goes, what it takes, whether it is on. */
@Injectable()
export class ChangeWebhook {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async run(operator: Operator, id: string, body: ChangeWebhookBody, expected: ExpectedVersion): Promise<WebhookView> {
    if (body.url !== undefined) refuseUnfitUrl(body.url, this.config.webhookAllow);
    return translatingConstraints(webhookRefusals(body.name ?? ''), () =>
      this.unit.run(async (tx) => {
        const before = await webhookById(tx, id);
        refuseStale(expected, before.version);
        const { name = before.name, url = before.url, enabled = before.enabled, events = before.events } = body;
        const stored: unknown[] = await tx.query(
          `WITH stored AS (
             UPDATE webhook SET name = $3, url = $4, enabled = $5, version = version + 1, updated_at = now(), disabled_reason = CASE WHEN NOT $5 THEN disabled_reason END,
                    failing_since = CASE WHEN enabled = $5 THEN failing_since END
              WHERE id = $1 AND version = $2 RETURNING id)
           SELECT id FROM stored`,
          [id, before.version, name, url, enabled],
        );
        if (stored.length === 0) throw staleVersion();
        await storeSubscriptions(tx, id, events);
        const after = await webhookById(tx, id);
        await recordAudit(tx, actorOf(operator), { action: 'webhook.change', subject: { kind: 'webhook', id, name }, changes: changesBetween(audited(before), audited(after)) });
        return after;
      }),
    );
  }
}

const audited = ({ name, url, enabled, events }: WebhookView) => ({ name, url: auditedUrl(url), enabled, events });
