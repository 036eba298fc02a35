import type { Tx } from '../platform/database/unit-of-work.js';
import type { ChangeEvent } from '../platform/wake-ups/change-event.js';
import { wakeUpEach } from '../platform/wake-ups/wake-ups.js';
import { randomIds } from '../platform/ids.js';
import { type Condition, CONDITION_TYPES, type Conditions } from './conditions.js';
import { explainChange } from './explain-change.js';
import type { LoadedDeployment } from './load-deployment-facts.js';
import type { Modes } from './modes.js';
import type { ProjectedPhase } from './project-phase.js';

export interface JudgedStatus {
  readonly deployment: LoadedDeployment;
  readonly conditions: Conditions;
  readonly projected: ProjectedPhase;
  readonly modes: Modes;
  readonly nextAttemptAt: Date | null;
}

/** A condition as it is kept and shown: with the moment since when it says the same. */
export type KeptCondition = Condition & { readonly since: string };

/**
 * Stores what was judged, all of it in a few statements. A changed phase becomes an event in the device's timeline, with who or what
 * moved it, and a hint to open consoles; an unchanged one writes nothing, so that a quiet fleet costs next to nothing. Returns the
 * devices of changed ones.
 */
export async function storeStatuses(tx: Tx, judged: readonly JudgedStatus[], now: Date): Promise<string[]> {
  if (judged.length === 0) return [];
  const kept = await keptConditions(tx, judged.map(({ deployment }) => deployment.facts.deploymentId));
  const keptOf = ({ deployment }: JudgedStatus): readonly KeptCondition[] => kept.get(deployment.facts.deploymentId) ?? [];
  const stored: { deployment_id: string }[] = await tx.query(STORE, [JSON.stringify(judged.map((status) => rowOf(status, keptOf(status), now)))]);
  const ids = new Set(stored.map((row) => row.deployment_id));
  const changed = judged.filter(({ deployment }) => ids.has(deployment.facts.deploymentId));
  const moved = changed.filter(phaseChanged);
  if (moved.length > 0) await tx.query(RECORD_EVENTS, [JSON.stringify(moved.map((status) => eventOf(status, keptOf(status), now)))]);
  await wakeUpEach(tx, 'changed', changed.map(({ deployment: { facts, siteId } }) => JSON.stringify({ kind: 'deployment', id: facts.deploymentId, deviceId: facts.deviceId, siteId } satisfies ChangeEvent)));
  return changed.map(({ deployment }) => deployment.facts.deviceId);
}

const STORE = `
  WITH stored AS (
    INSERT INTO deployment_status AS t (deployment_id, device_id, phase, error_code, attempt, next_attempt_at, conditions, modes, generation, waits_for)
    SELECT deployment_id, device_id, phase, error_code, attempt, next_attempt_at, conditions, modes, generation, waits_for
      FROM jsonb_to_recordset($1::jsonb) AS s (deployment_id uuid, device_id uuid, phase text, error_code text, attempt int, next_attempt_at timestamptz,
                                               conditions jsonb, modes jsonb, generation bigint, waits_for text)
    ON CONFLICT (deployment_id) DO UPDATE
      SET phase = excluded.phase, error_code = excluded.error_code, attempt = excluded.attempt, next_attempt_at = excluded.next_attempt_at,
          conditions = excluded.conditions, modes = excluded.modes, generation = excluded.generation, waits_for = excluded.waits_for, judged_at = now(),
          since = CASE WHEN t.phase = excluded.phase AND t.error_code IS NOT DISTINCT FROM excluded.error_code THEN t.since ELSE now() END
      WHERE (t.phase, t.error_code, t.attempt, t.next_attempt_at, t.conditions, t.modes, t.generation, t.waits_for)
        IS DISTINCT FROM (excluded.phase, excluded.error_code, excluded.attempt, excluded.next_attempt_at, excluded.conditions, excluded.modes, excluded.generation, excluded.waits_for)
    RETURNING deployment_id)
  SELECT deployment_id FROM stored`;

const RECORD_EVENTS = `
  INSERT INTO deployment_event (id, deployment_id, device_id, from_phase, phase, error_code, generation, actor, cause)
  SELECT id, deployment_id, device_id, from_phase, phase, error_code, generation, actor, cause
    FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, deployment_id uuid, device_id uuid, from_phase text, phase text, error_code text, generation bigint, actor text, cause text)`;

function rowOf({ deployment: { facts }, conditions, projected, modes, nextAttemptAt }: JudgedStatus, kept: readonly KeptCondition[], now: Date) {
  return {
    deployment_id: facts.deploymentId, device_id: facts.deviceId, phase: projected.phase, error_code: projected.errorCode, attempt: facts.attempts,
    next_attempt_at: nextAttemptAt, conditions: withSince(conditions, kept, now), modes, generation: facts.generation.toString(), waits_for: projected.waitsFor ?? null,
  };
}

function phaseChanged({ deployment, projected }: JudgedStatus): boolean {
  return deployment.before?.phase !== projected.phase || deployment.before.errorCode !== projected.errorCode;
}

function eventOf({ deployment, conditions, projected }: JudgedStatus, kept: readonly KeptCondition[], now: Date) {
  const { facts, before } = deployment;
  return {
    id: randomIds.uuid(), deployment_id: facts.deploymentId, device_id: facts.deviceId, from_phase: before?.phase ?? null, phase: projected.phase,
    error_code: projected.errorCode, generation: facts.generation.toString(),
    ...explainChange({ ...deployment, conditions, projected, before: before && { ...before, conditions: kept } }, now),
  };
}

async function keptConditions(tx: Tx, deploymentIds: readonly string[]): Promise<Map<string, readonly KeptCondition[]>> {
  const rows: { deployment_id: string; conditions: KeptCondition[] }[] = await tx.query(
    'SELECT deployment_id, conditions FROM deployment_status WHERE deployment_id = ANY($1::uuid[])',
    [deploymentIds],
  );
  return new Map(rows.map((row) => [row.deployment_id, row.conditions]));
}

function withSince(conditions: Conditions, kept: readonly KeptCondition[], now: Date): KeptCondition[] {
  return CONDITION_TYPES.map((type) => {
    const before = kept.find((each) => each.type === type);
    const same = before?.status === conditions[type].status && before.reason === conditions[type].reason;
    return { ...conditions[type], since: same ? before.since : now.toISOString() };
  });
}
