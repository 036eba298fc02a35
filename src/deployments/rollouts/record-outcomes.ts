import type { Tx } from '../../platform/database/unit-of-work.js';
import { FAILURE_CODES, PERSONAL_CODES } from './verdict-codes.js';

/**
 * Writes down how each device of a rollout took its change, as far as that is news; returns how many rows changed. A failure
 * that was put right becomes settled. What was overtaken by a newer change, or is not wanted any more, is no sample of this one.
 */
export async function recordOutcomes(tx: Tx, rolloutId: string): Promise<number> {
  const [left]: { n: number }[] = await tx.query(LEFT_WITHOUT_IT, [rolloutId]);
  const [judged]: { n: number }[] = await tx.query(VERDICTS, [rolloutId, FAILURE_CODES, PERSONAL_CODES]);
  return (left?.n ?? 0) + (judged?.n ?? 0);
}

/** Those of the device at hand, found by it: the rows of a young rollout are unknown to all statistics, and what a planner makes of "no rows" costs their square. */
const DEPLOYMENTS = '(SELECT p.* FROM deployment p WHERE p.device_id = d.device_id OFFSET 0)';

/** Waiting devices whose deployments do not wait for this rollout any more. */
const LEFT_WITHOUT_IT = `
  WITH gone AS (
    UPDATE rollout_device d
       SET outcome_at = now(), outcome = CASE WHEN EXISTS (
             SELECT 1 FROM ${DEPLOYMENTS} p WHERE p.rollout_id <> d.rollout_id) THEN 'superseded' ELSE 'withdrawn' END
     WHERE d.rollout_id = $1 AND d.released_at IS NULL AND d.outcome IS NULL
       AND NOT EXISTS (SELECT 1 FROM ${DEPLOYMENTS} p WHERE p.rollout_id = d.rollout_id AND p.pending IS NOT NULL)
    RETURNING 1)
  SELECT count(*)::int AS n FROM gone`;

/**
 * A release and its devices' deployments have the same moment, so a later one is a newer change. Ready is a condition; a device
 * that went offline right after it was configured and proven counts as well, but one that moves only once what served it before is gone. Where there is no remote agent for the platform,
 * the change never reaches the device.
 */
const VERDICTS = `
  WITH release AS MATERIALIZED (
    SELECT ctid AS place, device_id, released_at, seen_at, outcome FROM rollout_device
     WHERE rollout_id = $1 AND released_at IS NOT NULL AND (outcome IS NULL OR outcome = 'failed') FOR NO KEY UPDATE
  ), told AS (
    SELECT r.device_id, r.place, r.seen_at, r.outcome AS before, p.released_at > r.released_at AS overtaken, p.removed_at IS NOT NULL AND p.desired = 'absent' AS gone,
           t.phase = 'NOT_APPLICABLE' AS not_applicable,
           CASE WHEN e.failure_generation = p.generation THEN e.failure_code END AS code,
           EXISTS (SELECT 1 FROM instruction i WHERE i.deployment_id = p.id AND i.generation = p.generation
                      AND (i.acknowledged_at IS NOT NULL OR i.outcome <> 'expired')) AS acknowledged,
           EXISTS (SELECT 1 FROM deployment m WHERE m.device_id = r.device_id AND m.moving_to IS NOT NULL) AS moving,
           p.desired = 'present' AND t.generation = p.generation
             AND (t.conditions @> '[{"type": "Ready", "status": "true"}]'
                  OR (NOT coalesce(l.online, false) AND t.conditions @> '[{"type": "Installed", "status": "true"}, {"type": "Configured", "status": "true"}, {"type": "Verified", "status": "true"}]')
                 ) AS ready
      FROM release r
     CROSS JOIN LATERAL (SELECT p.* FROM deployment p WHERE p.device_id = r.device_id AND p.released_at >= r.released_at OFFSET 0) p
     CROSS JOIN LATERAL (SELECT e.failure_generation, e.failure_code FROM deployment_evidence e WHERE e.deployment_id = p.id OFFSET 0) e
      LEFT JOIN LATERAL (SELECT t.phase, t.generation, t.conditions FROM deployment_status t WHERE t.deployment_id = p.id OFFSET 0) t ON true
      LEFT JOIN LATERAL (SELECT l.online FROM device_presence l WHERE l.device_id = r.device_id OFFSET 0) l ON true
  ), verdict AS (
    SELECT place, seen_at, before, bool_or(acknowledged OR gone) AS seen,
           CASE WHEN bool_or(overtaken) THEN 'superseded'
                WHEN bool_or(not_applicable) THEN 'withdrawn'
                WHEN bool_or(code = ANY($2::text[])) THEN 'failed'
                WHEN bool_and(coalesce((ready AND NOT moving) OR gone OR code = ANY($3::text[]), false)) THEN 'settled' END AS outcome,
           CASE WHEN bool_or(not_applicable) THEN 'RA-ELG-02' ELSE min(code) FILTER (WHERE NOT coalesce(ready, false)) END AS code
      FROM told GROUP BY device_id, place, seen_at, before
  ), news AS (
    SELECT place, seen AND seen_at IS NULL AS first_seen, before,
           CASE WHEN before = 'failed' AND outcome = 'superseded' THEN 'failed' ELSE coalesce(outcome, before) END AS outcome, code
      FROM verdict
  ), written AS (
    UPDATE rollout_device d
       SET seen_at = CASE WHEN n.first_seen THEN now() ELSE d.seen_at END, outcome = n.outcome,
           outcome_code = CASE WHEN n.outcome IS DISTINCT FROM n.before THEN n.code ELSE d.outcome_code END,
           outcome_at = CASE WHEN n.outcome IS DISTINCT FROM n.before THEN now() ELSE d.outcome_at END
      FROM news n
     WHERE d.ctid = n.place AND (n.first_seen OR n.outcome IS DISTINCT FROM n.before)
    RETURNING 1
  ) SELECT count(*)::int AS n FROM written`;
