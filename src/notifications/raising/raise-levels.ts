import type { NotificationEvent } from '../../../contracts/notification-events.js';
import type { Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Level, LEVELS } from './levels.js';
import { CHANNEL_COLUMNS, CHANNELS } from './rule-sql.js';

const LOCK = 7406306;

/**
 * Tells what has begun, or ended, since the last look: once for each rule and occurrence, whatever becomes of this process.
 * What is so, that it was told, and what is to be told are one statement for each event. One look at a time, of all cores.
 */
export async function raiseLevels(unit: UnitOfWork, which: 'all' | 'cheap' = 'all'): Promise<void> {
  await unit.run(async (tx) => {
    const rows: { event: NotificationEvent }[] = await tx.query(
      `SELECT DISTINCT event FROM notification_rule r WHERE event = ANY($1) AND (enabled OR EXISTS (SELECT 1 FROM notification_edge e WHERE e.rule_id = r.id))`,
      [Object.entries(LEVELS).flatMap(([event, { isCostly }]) => (which === 'all' || !isCostly ? event : []))],
    );
    if (rows.length === 0) return;
    const [{ free }]: [{ free: boolean }] = await tx.query(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS free`);
    if (!free) return;
    for (const { event } of rows) await raiseLevel(tx, event, LEVELS[event]!);
  });
}

async function raiseLevel(tx: Tx, event: NotificationEvent, { now, places, ending }: Level): Promise<void> {
  const told = ending
    ? `SELECT e.rule_id, e.subject, e.subject_id, e.since, f.facts, f.occurred_at FROM ended e CROSS JOIN LATERAL (${ending}) f`
    : `SELECT o.rule_id, o.subject, o.subject_id, o.since, n.facts, n.occurred_at FROM opened o JOIN level n ON n.rule_id = o.rule_id AND n.subject = o.subject`;
  await tx.query(
    `WITH level AS MATERIALIZED (SELECT * FROM (${now.replaceAll('notification_rule r', ENABLED_RULES)}) found),
     opened AS (INSERT INTO notification_edge (rule_id, subject, subject_id) SELECT rule_id, subject, subject_id FROM level
                ON CONFLICT DO NOTHING RETURNING rule_id, subject, subject_id, since),
     ended AS (DELETE FROM notification_edge e USING notification_rule r
                WHERE r.id = e.rule_id AND r.event = $1 AND NOT EXISTS (SELECT 1 FROM level n WHERE n.rule_id = e.rule_id AND n.subject = e.subject)
               RETURNING e.rule_id, e.subject, e.subject_id, e.since),
     raised AS (INSERT INTO notification (rule_id, event, key, subject_id, facts, occurred_at, ${CHANNEL_COLUMNS})
                SELECT r.id, r.event, t.subject || '@' || extract(epoch FROM t.since), t.subject_id, t.facts, t.occurred_at, ${CHANNELS}
                  FROM (${told}) t JOIN notification_rule r ON r.id = t.rule_id AND r.enabled
                ON CONFLICT DO NOTHING RETURNING id AS notification_id, rule_id, subject_id, facts)
     ${places ? `INSERT INTO notification_place (notification_id, site_id, devices, names) ${places}` : 'SELECT count(*) FROM raised'}`,
    [event],
  );
}

const ENABLED_RULES = '(SELECT * FROM notification_rule WHERE enabled AND event = $1) r';
