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

/** Waiting devices whose deployments do not wait for this rollout any more. */
const LEFT_WITHOUT_IT = `
  WITH gone AS (
    UPDATE rollout_device d
       SET outcome_at = now(), outcome = CASE WHEN EXISTS (
             SELECT 1 FROM deployment p WHERE p.device_id = d.device_id AND p.rollout_id <> d.rollout_id) THEN 'superseded' ELSE 'withdrawn' END
     WHERE d.rollout_id = $1 AND d.released_at IS NULL AND d.outcome IS NULL
       AND NOT EXISTS (SELECT 1 FROM deployment p WHERE p.device_id = d.device_id AND p.rollout_id = d.rollout_id AND p.pending IS NOT NULL)
    RETURNING 1)
  SELECT count(*)::int AS n FROM gone`;

/**
 * A release and its devices' deployments have the same moment, so a later one is a newer change. Ready is a condition; a device
 * that went offline right after it was configured and proven counts as well. Where there is no remote agent for the platform,
 * the change never reaches the device.
 */
const VERDICTS = `
  WITH release AS (
    SELECT device_id, released_at, seen_at, outcome FROM rollout_device
     WHERE rollout_id = $1 AND released_at IS NOT NULL AND (outcome IS NULL OR outcome = 'failed')
  ), told AS (
    SELECT r.device_id, p.released_at > r.released_at AS overtaken, p.removed_at IS NOT NULL AND p.desired = 'absent' AS gone,
           t.phase = 'NOT_APPLICABLE' AS not_applicable,
           CASE WHEN e.failure_generation = p.generation THEN e.failure_code END AS code,
           EXISTS (SELECT 1 FROM instruction i WHERE i.deployment_id = p.id AND i.generation = p.generation
                      AND (i.acknowledged_at IS NOT NULL OR i.outcome <> 'expired')) AS acknowledged,
           p.desired = 'present' AND t.generation = p.generation
             AND (t.conditions @> '[{"type": "Ready", "status": "true"}]'
                  OR (NOT coalesce(l.online, false) AND t.conditions @> '[{"type": "Installed", "status": "true"}, {"type": "Configured", "status": "true"}, {"type": "Verified", "status": "true"}]')
                 ) AS ready
      FROM release r
      JOIN deployment p ON p.device_id = r.device_id AND p.released_at >= r.released_at
      JOIN deployment_evidence e ON e.deployment_id = p.id
      LEFT JOIN deployment_status t ON t.deployment_id = p.id
      LEFT JOIN device_presence l ON l.device_id = r.device_id
  ), verdict AS (
    SELECT device_id, bool_or(acknowledged OR gone) AS seen,
           CASE WHEN bool_or(overtaken) THEN 'superseded'
                WHEN bool_or(not_applicable) THEN 'withdrawn'
                WHEN bool_or(code = ANY($2::text[])) THEN 'failed'
                WHEN bool_and(coalesce(ready OR gone OR code = ANY($3::text[]), false)) THEN 'settled' END AS outcome,
           CASE WHEN bool_or(not_applicable) THEN 'RA-ELG-02' ELSE min(code) FILTER (WHERE NOT coalesce(ready, false)) END AS code
      FROM told GROUP BY device_id
  ), news AS (
    SELECT r.device_id, v.seen AND r.seen_at IS NULL AS first_seen, r.outcome AS before,
           CASE WHEN r.outcome = 'failed' AND v.outcome = 'superseded' THEN 'failed' ELSE coalesce(v.outcome, r.outcome) END AS outcome, v.code
      FROM release r JOIN verdict v USING (device_id)
  ), written AS (
    UPDATE rollout_device d
       SET seen_at = CASE WHEN n.first_seen THEN now() ELSE d.seen_at END, outcome = n.outcome,
           outcome_code = CASE WHEN n.outcome IS DISTINCT FROM n.before THEN n.code ELSE d.outcome_code END,
           outcome_at = CASE WHEN n.outcome IS DISTINCT FROM n.before THEN now() ELSE d.outcome_at END
      FROM news n
     WHERE d.rollout_id = $1 AND d.device_id = n.device_id AND (n.first_seen OR n.outcome IS DISTINCT FROM n.before)
    RETURNING 1
  ) SELECT count(*)::int AS n FROM written`;
