import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { wakeUp } from '../platform/wake-ups/wake-ups.js';
import { AWAITED_ACTS, type ConnectionTrial, type ProviderActKind, ProviderError } from '../remote-access/index.js';
import { DomainError } from '../platform/errors/domain-error.js';
import { type ActRow, actPerformers, type PerformedKind } from './act-performers.js';
import type { OpenInstances } from './open-instances.js';

const BATCH = 32;
/** A worker that dies with an act leaves it to the next one after this long. */
const LEASE = '30 seconds';
const LONGEST_PAUSE_SECONDS = 60;
/** They change what a device has; a freeze holds them back, but never a launch. */
const HELD_BY_A_FREEZE: readonly ProviderActKind[] = ['place-endpoint', 'remove-endpoint'];

/** What is needed of the open instances to act at them. */
export type ActingInstances = Pick<OpenInstances, 'provider' | 'follow' | 'tryConnection'>;

/**
 * Takes acts that wait and does them at their providers, outside of any transaction; returns how many it took. Every act looks
 * before it changes, so doing one twice after a crash is harmless. What somebody waits for fails at once, the rest is tried again.
 */
export async function executeProviderActs(unit: UnitOfWork, instances: ActingInstances): Promise<number> {
  const acts: ActRow[] = await unit.run((tx) =>
    tx.query(
      `WITH taken AS (
         UPDATE provider_act SET attempts = attempts + 1, due_at = now() + interval '${LEASE}'
          WHERE id IN (SELECT id FROM provider_act WHERE state = 'waiting' AND due_at <= now()
                           AND (kind <> ALL($1::text[]) OR NOT EXISTS (SELECT 1 FROM installation WHERE frozen))
                         ORDER BY due_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
         RETURNING id, kind, provider_instance_id, site_id, deployment_id, launch_id, request, attempts)
       SELECT * FROM taken`,
      [HELD_BY_A_FREEZE],
    ),
  );
  await Promise.all(acts.map((act) => perform(unit, instances, act)));
  return acts.length;
}

/** Forgets answered acts, whose changes are kept elsewhere, and which hints were taken. */
export async function forgetAnsweredActs(unit: UnitOfWork): Promise<void> {
  await unit.run(async (tx) => {
    await tx.query(`DELETE FROM provider_act WHERE state <> 'waiting' AND done_at < now() - interval '10 minutes'`);
    await tx.query(`DELETE FROM provider_hint WHERE at < now() - interval '1 day'`);
  });
}

async function perform(unit: UnitOfWork, instances: ActingInstances, act: ActRow): Promise<void> {
  const kind = act.kind as ProviderActKind;
  try {
    const answer = kind === 'try-connection' ? await instances.tryConnection(act.request as ConnectionTrial) : await performAt(unit, instances, kind, act);
    await unit.run(async (tx) => {
      await tx.query(`UPDATE provider_act SET state = 'done', answer = $2, request = '{}', done_at = now() WHERE id = $1`, [act.id, JSON.stringify(answer)]);
      await wakeUp(tx, 'acted', act.id);
      await wakeUp(tx, 'reconcile');
    });
  } catch (error) {
    await recordRefusal(unit, act, kind, error);
  }
}

async function performAt(unit: UnitOfWork, instances: ActingInstances, kind: PerformedKind, act: ActRow): Promise<Record<string, unknown>> {
  // Whoever asks how an instance is may have changed it a moment ago.
  if (kind === 'probe-instance') await instances.follow();
  const provider = instances.provider(act.provider_instance_id);
  // Why it is not connected stands in its health.
  if (!provider && kind === 'probe-instance') return { reachable: false };
  if (!provider) throw new ProviderError('unavailable', 'The provider instance is not connected.');
  return actPerformers[kind](unit, provider, act);
}

async function recordRefusal(unit: UnitOfWork, act: ActRow, kind: ProviderActKind, error: unknown): Promise<void> {
  const { code, detail, mayPass } = refusal(error);
  await unit.run(async (tx) => {
    if (mayPass && !AWAITED_ACTS.has(kind)) {
      const pause = Math.min(LONGEST_PAUSE_SECONDS, 2 ** act.attempts);
      await tx.query(`UPDATE provider_act SET due_at = now() + make_interval(secs => $2), error_code = $3, error_detail = $4 WHERE id = $1`, [act.id, pause, code, detail]);
      return;
    }
    await tx.query(`UPDATE provider_act SET state = 'failed', error_code = $2, error_detail = $3, request = '{}', done_at = now() WHERE id = $1`, [act.id, code, detail]);
    await wakeUp(tx, 'acted', act.id);
  });
}

function refusal(error: unknown): { code: string; detail: string; mayPass: boolean } {
  if (error instanceof DomainError) return { code: error.code, detail: error.detail, mayPass: false };
  if (!(error instanceof ProviderError)) throw error;
  return { code: error.code, detail: error.detail, mayPass: error.kind === 'unavailable' || error.kind === 'rate-limited' };
}
