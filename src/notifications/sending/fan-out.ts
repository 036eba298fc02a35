import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { loadOccurrences } from '../words/load-occurrences.js';
import { webhookBody } from '../words/webhook-body.js';

const BATCH = 100;

/** Makes a delivery for each webhook of what is to be posted; returns how many notifications it took. */
export async function fanOut(unit: UnitOfWork, publicUrl: string): Promise<number> {
  return unit.run(async (tx) => {
    const waiting: { id: string }[] = await tx.query(`SELECT id FROM notification WHERE to_post ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`);
    if (waiting.length === 0) return 0;
    const ids = waiting.map(({ id }) => id);
    const targets: { id: string; key: string; event: string; webhookId: string }[] = await tx.query(
      `SELECT n.id, n.key, n.event, w.id AS "webhookId" FROM notification n JOIN notification_rule_webhook r ON r.rule_id = n.rule_id
              JOIN webhook w ON w.id = r.webhook_id AND w.enabled WHERE n.id = ANY($1::uuid[])`,
      [ids],
    );
    const bodies = new Map((await loadOccurrences(tx, ids)).map((occurrence) => [occurrence.id, webhookBody(occurrence, publicUrl)]));
    const deliveries = targets.map(({ id, key, event, webhookId }) => ({ id: randomIds.uuid(), webhook_id: webhookId, notification_id: id, key, event, body: bodies.get(id)! }));
    await tx.query(
      `INSERT INTO webhook_delivery (id, webhook_id, notification_id, key, event, body)
       SELECT id, webhook_id, notification_id, key, event, body
         FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, webhook_id uuid, notification_id uuid, key text, event text, body text) ON CONFLICT DO NOTHING`,
      [JSON.stringify(deliveries)],
    );
    await tx.query('UPDATE notification SET to_post = false WHERE id = ANY($1::uuid[])', [ids]);
    return ids.length;
  });
}
