import type { Tx } from '../platform/database/unit-of-work.js';
import type { ChangeEvent } from '../platform/wake-ups/change-event.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';
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
 * Stores what was judged. A changed phase becomes an event in the device's timeline, with who or what moved it, and a hint to
 * open consoles; an unchanged one writes nothing, so that a quiet fleet costs next to nothing. Returns the devices of
 * changed ones.
 */
export async function storeStatuses(tx: Tx, judged: readonly JudgedStatus[], now: Date): Promise<string[]> {
  const changed: string[] = [];
  const kept = await keptConditions(tx, judged.map(({ deployment }) => deployment.facts.deploymentId));
  for (const status of judged) {
    const { facts } = status.deployment;
    const keptConditions = kept.get(facts.deploymentId) ?? [];
    const conditions = withSince(status.conditions, keptConditions, now);
    const [stored]: { changed: boolean }[] = await tx.query(STORE, [
      facts.deploymentId, facts.deviceId, status.projected.phase, status.projected.errorCode, facts.attempts, status.nextAttemptAt,
      JSON.stringify(conditions), JSON.stringify(status.modes), facts.generation.toString(), status.projected.waitsFor ?? null,
    ]);
    if (!stored?.changed) continue;
    changed.push(facts.deviceId);
    if (phaseChanged(status)) await recordEvent(tx, status, keptConditions, now);
    const event: ChangeEvent = { kind: 'deployment', id: facts.deploymentId, deviceId: facts.deviceId, siteId: status.deployment.siteId };
    await wakeUp(tx, 'changed', JSON.stringify(event));
  }
  return changed;
}

const STORE = `
  WITH stored AS (
    INSERT INTO deployment_status AS t (deployment_id, device_id, phase, error_code, attempt, next_attempt_at, conditions, modes, generation, waits_for)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (deployment_id) DO UPDATE
      SET phase = excluded.phase, error_code = excluded.error_code, attempt = excluded.attempt, next_attempt_at = excluded.next_attempt_at,
          conditions = excluded.conditions, modes = excluded.modes, generation = excluded.generation, waits_for = excluded.waits_for, judged_at = now(),
          since = CASE WHEN t.phase = excluded.phase AND t.error_code IS NOT DISTINCT FROM excluded.error_code THEN t.since ELSE now() END
      WHERE (t.phase, t.error_code, t.attempt, t.next_attempt_at, t.conditions, t.modes, t.generation, t.waits_for)
        IS DISTINCT FROM (excluded.phase, excluded.error_code, excluded.attempt, excluded.next_attempt_at, excluded.conditions, excluded.modes, excluded.generation, excluded.waits_for)
    RETURNING 1)
  SELECT EXISTS (SELECT 1 FROM stored) AS changed`;

function phaseChanged({ deployment, projected }: JudgedStatus): boolean {
  return deployment.before?.phase !== projected.phase || deployment.before.errorCode !== projected.errorCode;
}

async function recordEvent(tx: Tx, { deployment, conditions, projected }: JudgedStatus, kept: readonly KeptCondition[], now: Date): Promise<void> {
  const { facts, before } = deployment;
  const { actor, cause } = explainChange({ ...deployment, conditions, projected, before: before && { ...before, conditions: kept } }, now);
  await tx.query(
    `INSERT INTO deployment_event (id, deployment_id, device_id, from_phase, phase, error_code, generation, actor, cause)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [randomIds.uuid(), facts.deploymentId, facts.deviceId, before?.phase ?? null, projected.phase, projected.errorCode, facts.generation.toString(), actor, cause],
  );
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
