import type { NotificationEvent } from '../../../contracts/notification-events.js';
import type { Tx } from '../../platform/database/unit-of-work.js';

/** What a webhook takes by itself is kept as rules of its own, for everything, so that there is one way by which things are told. */
export async function storeSubscriptions(tx: Tx, webhookId: string, events: readonly NotificationEvent[]): Promise<void> {
  await tx.query('DELETE FROM notification_rule WHERE of_webhook = $1 AND event <> ALL($2::text[])', [webhookId, events]);
  await tx.query(
    `WITH made AS (INSERT INTO notification_rule (id, name, event, scope_all, of_webhook)
                   SELECT gen_random_uuid(), 'webhook', event, true, $1::uuid FROM unnest($2::text[]) AS event ON CONFLICT DO NOTHING RETURNING id)
     INSERT INTO notification_rule_webhook (rule_id, webhook_id) SELECT id, $1::uuid FROM made`,
    [webhookId, events],
  );
}
