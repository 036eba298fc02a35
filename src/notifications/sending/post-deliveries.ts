import { recordAudit, SYSTEM } from '../../audit/index.js';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { CoreBox } from '../../platform/sealing/core-box.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { postWebhook, type WebhookOutcome, type WebhookRules } from '../../platform/webhooks/post-webhook.js';
import { signedHeaders } from '../../platform/webhooks/signature.js';
import { WEBHOOK_SECRET } from '../sealed-purposes.js';
import { pauseAfter } from './back-off.js';

const LEASE = `interval '1 minute'`;
/** Of one webhook at once: a receiver that is slow has no more of the places than this. */
const AT_ONCE_PER_WEBHOOK = 2;
/** Whoever takes counts what is under way, so only one at a time may. */
const TAKING = 7406307;
/** A webhook that took nothing for so long is not asked any more. */
const GIVEN_UP_AFTER = `interval '5 days'`;
const GONE = 410;

/** The event of a delivery that somebody asked for to see whether it arrives; it is tried once. */
export const TEST = 'test';

interface DueDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly event: string;
  readonly body: string;
  readonly attempts: number;
  readonly url: string;
  readonly sealedSecret: Buffer;
  readonly atSeconds: number;
}

/**
 * Takes deliveries that are due, few of each webhook, of webhooks that are on; a test is of any. One that a process dies with may
 * arrive twice, under the same id.
 */
export async function takeDueDeliveries(unit: UnitOfWork, box: CoreBox, rules: WebhookRules, atMost: number): Promise<(() => Promise<void>)[]> {
  const deliveries: DueDelivery[] = await unit.run(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [TAKING]);
    return tx.query(
      `WITH due AS (
         SELECT d.id FROM webhook w CROSS JOIN LATERAL (
                  SELECT id, due_at FROM webhook_delivery
                   WHERE webhook_id = w.id AND state = 'waiting' AND due_at <= now() AND (w.enabled OR event = '${TEST}') ORDER BY due_at
                   LIMIT greatest(0, ${AT_ONCE_PER_WEBHOOK} - (SELECT count(*) FROM webhook_delivery u WHERE u.webhook_id = w.id AND u.under_way AND u.due_at > now()))
                     FOR UPDATE SKIP LOCKED) d
          ORDER BY d.due_at LIMIT $1),
       taken AS (
         UPDATE webhook_delivery SET attempts = attempts + 1, under_way = true, due_at = now() + ${LEASE} WHERE id IN (SELECT id FROM due)
         RETURNING id, webhook_id, event, body, attempts)
       SELECT t.id, t.webhook_id AS "webhookId", t.event, t.body, t.attempts, w.url, w.sealed_secret AS "sealedSecret", extract(epoch FROM now())::int AS "atSeconds"
         FROM taken t JOIN webhook w ON w.id = t.webhook_id`,
      [atMost],
    );
  });
  return deliveries.map((delivery) => async () => {
    const outcome = await post(box, rules, delivery);
    await unit.run((tx) => recordOutcome(tx, delivery, outcome));
  });
}

async function post(box: CoreBox, rules: WebhookRules, { id, url, body, sealedSecret, atSeconds }: DueDelivery): Promise<WebhookOutcome> {
  let secret: Buffer;
  try {
    secret = box.open(WEBHOOK_SECRET, sealedSecret);
  } catch {
    return { isTaken: false, status: null, failure: 'Its secret cannot be read any more. Make a new one.', tookMs: 0 };
  }
  return postWebhook(url, signedHeaders(secret, id, atSeconds, body), body, rules);
}

async function recordOutcome(tx: Tx, { id, webhookId, event, attempts }: DueDelivery, outcome: WebhookOutcome): Promise<void> {
  const pause = outcome.isTaken || event === TEST ? null : pauseAfter(attempts);
  const state = outcome.isTaken ? 'delivered' : pause === null ? 'failed' : 'waiting';
  await tx.query(
    `UPDATE webhook_delivery SET state = $2, under_way = false, due_at = now() + make_interval(secs => $3), done_at = CASE WHEN $2 <> 'waiting' THEN now() END,
            tries = tries || jsonb_build_object('at', now(), 'status', $4::int, 'failure', $5::text, 'tookMs', $6::int)
      WHERE id = $1`,
    [id, state, pause ?? 0, outcome.status, outcome.failure, outcome.tookMs],
  );
  await wakeUp(tx, 'acted', id);
  if (outcome.isTaken) await tx.query('UPDATE webhook SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL', [webhookId]);
  else if (event !== TEST) await recordFailure(tx, webhookId, outcome.status === GONE);
}

/** Counts from the first failure after a success; whoever says that he is gone for good is believed. */
async function recordFailure(tx: Tx, webhookId: string, isGone: boolean): Promise<void> {
  await tx.query('UPDATE webhook SET failing_since = now() WHERE id = $1 AND failing_since IS NULL', [webhookId]);
  const reason = isGone ? 'It answered 410: it is gone for good.' : 'It took nothing for five days.';
  const [disabled]: { name: string }[] = await tx.query(
    `WITH disabled AS (UPDATE webhook SET enabled = false, disabled_reason = $2, version = version + 1, updated_at = now()
                        WHERE id = $1 AND enabled AND ($3 OR failing_since <= now() - ${GIVEN_UP_AFTER}) RETURNING name)
     SELECT name FROM disabled`,
    [webhookId, reason, isGone],
  );
  if (!disabled) return;
  await tx.query(`UPDATE webhook_delivery SET state = 'failed', done_at = now() WHERE webhook_id = $1 AND state = 'waiting' AND event <> '${TEST}'`, [webhookId]);
  await recordAudit(tx, SYSTEM, { action: 'webhook.disable', subject: { kind: 'webhook', id: webhookId, name: disabled.name }, changes: { enabled: [true, false], reason: [null, reason] } });
  await tx.query(
    `INSERT INTO notification (event, key, subject_id, facts, occurred_at, console, mail, to_post) VALUES ('webhook.disabled', 'webhook:'::text || $1::uuid, $1::uuid, $2, now(), true, 'none', false)`,
    [webhookId, JSON.stringify({ name: disabled.name, reason })],
  );
}
