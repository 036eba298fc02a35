import type { NotificationEvent } from '../../../contracts/notification-events.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { EventFacts } from '../words/event-facts.js';
import { CHANNEL_COLUMNS, CHANNELS, FOR_SITE } from './rule-sql.js';

/** Something that happened once, as whoever caused it tells it. */
export interface RaisedEvent<E extends NotificationEvent = NotificationEvent> {
  readonly event: E;
  /** Names the occurrence: told twice it is told once. */
  readonly key: string;
  /** What it is about; never secrets. */
  readonly facts: EventFacts;
  readonly subjectId?: string;
  /** Where it happened; nowhere: to the installation as a whole. */
  readonly siteIds?: readonly string[];
}

/** Tells every rule of this event, with the commit of `tx` or not at all. */
export async function raise(tx: Tx, { event, key, facts, subjectId, siteIds = [] }: RaisedEvent): Promise<void> {
  await tx.query(
    `WITH place AS (SELECT id, client_id FROM site WHERE id = ANY($5::uuid[])),
     raised AS (INSERT INTO notification (rule_id, event, key, subject_id, facts, occurred_at, ${CHANNEL_COLUMNS})
                SELECT r.id, r.event, $2, $3, $4, now(), ${CHANNELS}
                  FROM notification_rule r WHERE r.enabled AND r.event = $1 AND (r.scope_all OR EXISTS (SELECT 1 FROM place s WHERE ${FOR_SITE}))
                ON CONFLICT DO NOTHING RETURNING id, rule_id)
     INSERT INTO notification_place (notification_id, site_id)
     SELECT raised.id, s.id FROM raised JOIN notification_rule r ON r.id = raised.rule_id JOIN place s ON ${FOR_SITE}`,
    [event, key, subjectId ?? null, JSON.stringify(facts), siteIds],
  );
  await wakeUp(tx, 'notify');
}
