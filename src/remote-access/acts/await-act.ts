import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { WakeUps } from '../../platform/wake-ups/wake-ups.js';

const LOOK_EVERY_MS = 500;

/** The answer of an act that core does; refuses with the act's code, or with API-UNAVAILABLE-01 when core stays silent. */
export async function awaitAct(unit: UnitOfWork, wakeUps: WakeUps, actId: string, withinMs: number): Promise<Record<string, unknown>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const [act]: { state: string; answer: Record<string, unknown> | null; error_code: string | null; error_detail: string | null }[] = await unit.reads.query(
      'SELECT state, answer, error_code, error_detail FROM provider_act WHERE id = $1',
      [actId],
    );
    if (act?.state === 'done') return act.answer ?? {};
    if (act?.state === 'failed') throw new DomainError(act.error_code ?? 'RA-INS-01', act.error_detail ?? 'The provider did not do it.');
    const left = deadline - performance.now();
    if (!act || left <= 0) throw new DomainError('API-UNAVAILABLE-01', 'The provider was not reached in time.', { retryAfterSeconds: 5 });
    await hint(wakeUps, actId, Math.min(left, LOOK_EVERY_MS));
  }
}

/** Resolves at the hint about this act, or after a while: hints may be lost. */
function hint(wakeUps: WakeUps, actId: string, forMs: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(finish, forMs);
    const stop = wakeUps.on('acted', (key) => (key === actId || key === '') && finish());
  });
}
