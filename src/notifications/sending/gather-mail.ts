import type { UnitOfWork } from '../../platform/database/unit-of-work.js';

/** A rule sends no more often; what happens in between waits for the next mail. */
const PAUSE = `interval '10 minutes'`;
/** What nobody could send for so long is no news any more. */
const NEWS_FOR = `interval '1 day'`;

/** Puts what each rule has to mail into one mail for each of its recipients, in one statement: gathered and to be sent are the same fact. */
export async function gatherMail(unit: UnitOfWork): Promise<void> {
  const [{ waits }]: [{ waits: boolean }] = await unit.reads.query(
    `SELECT EXISTS (SELECT 1 FROM notification WHERE mail = 'waiting') AND EXISTS (SELECT 1 FROM mail_settings) AS waits`,
  );
  if (!waits) return;
  await unit.run((tx) =>
    tx.query(
      `WITH due AS (
         SELECT r.id FROM notification_rule r
          WHERE r.enabled AND (r.mailed_at IS NULL OR r.mailed_at <= now() - ${PAUSE})
            AND EXISTS (SELECT 1 FROM notification n WHERE n.rule_id = r.id AND n.mail = 'waiting' AND n.raised_at > now() - ${NEWS_FOR})
          FOR UPDATE SKIP LOCKED),
       batch AS MATERIALIZED (SELECT id AS rule_id, gen_random_uuid() AS id FROM due),
       taken AS (UPDATE notification n SET mail = 'gathered', mail_batch = b.id FROM batch b
                  WHERE n.rule_id = b.rule_id AND n.mail = 'waiting' AND n.raised_at > now() - ${NEWS_FOR}),
       marked AS (UPDATE notification_rule r SET mailed_at = now() FROM batch b WHERE r.id = b.rule_id)
       INSERT INTO outgoing_mail (rule_id, batch_id, recipient)
       SELECT b.rule_id, b.id, recipient FROM batch b JOIN notification_rule r ON r.id = b.rule_id CROSS JOIN unnest(r.emails) AS recipient`,
    ),
  );
}
