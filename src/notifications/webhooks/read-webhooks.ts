import { Conditions } from '../../platform/database/conditions.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/errors/domain-error.js';
import { filledPage, type ListQuery, type ListShape, type Page, pageOfIds } from '../../platform/http/index.js';
import type { WebhookDeliveryView, WebhookView } from './webhook.view.js';

const WEBHOOKS: ListShape = {
  from: 'webhook w',
  id: 'w.id',
  defaultSort: 'name',
  sortable: { name: [{ sql: 'w.name', type: 'text' }], createdAt: [{ sql: 'w.created_at', type: 'timestamptz' }] },
};

const DELIVERIES: ListShape = {
  from: 'webhook_delivery d',
  id: 'd.id',
  defaultSort: '-createdAt',
  sortable: { createdAt: [{ sql: 'd.created_at', type: 'timestamptz' }] },
};

export async function listWebhooks(tx: Tx, query: ListQuery): Promise<Page<WebhookView>> {
  const page = await pageOfIds(tx, WEBHOOKS, query, new Conditions().search(query.q, 'w.name', 'w.url'));
  return filledPage(page, await webhooksById(tx, page.ids));
}

export async function webhookById(tx: Tx, id: string): Promise<WebhookView> {
  const [webhook] = await webhooksById(tx, [id]);
  if (!webhook) throw notFound('webhook');
  return webhook;
}

async function webhooksById(tx: Tx, ids: readonly string[]): Promise<WebhookView[]> {
  return tx.query(
    `SELECT w.id, w.name, w.url, w.enabled, ARRAY(SELECT r.event FROM notification_rule r WHERE r.of_webhook = w.id ORDER BY r.event) AS events,
            w.failing_since AS "failingSince", w.disabled_reason AS "disabledReason", w.created_at AS "createdAt", w.updated_at AS "updatedAt", w.version,
            (SELECT max(d.done_at) FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'delivered') AS "lastDeliveredAt"
       FROM webhook w WHERE w.id = ANY($1::uuid[])`,
    [ids],
  );
}

/** What was posted to a webhook, the latest first. */
export async function listDeliveries(tx: Tx, webhookId: string, query: ListQuery): Promise<Page<WebhookDeliveryView>> {
  await webhookById(tx, webhookId);
  const where = new Conditions().and('d.webhook_id = ?', webhookId).search(query.q, 'd.event');
  const page = await pageOfIds(tx, DELIVERIES, query, where);
  return filledPage(page, await deliveriesById(tx, page.ids));
}

export async function deliveriesById(tx: Tx, ids: readonly string[]): Promise<WebhookDeliveryView[]> {
  return tx.query(
    `SELECT id, event, state, attempts, CASE WHEN state = 'waiting' THEN due_at END AS "nextAttemptAt", tries, created_at AS "createdAt", done_at AS "doneAt"
       FROM webhook_delivery WHERE id = ANY($1::uuid[])`,
    [ids],
  );
}
