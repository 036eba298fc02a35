import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { WakeUps } from '../../platform/wake-ups/wake-ups.js';

const LOOK_EVERY_MS = 500;

/** The answer of an act that core does; refuses with the act's code, or with API-UNAVAILABLE-01 when core stays silent. */
export async function awaitAct(unit: UnitOfWork, wakeUps: WakeUps, actId: string, withinMs: number): Promise<Record<string, unknown>> {
  const act = await awaitAnswer(wakeUps, actId, withinMs, async () => {
    const [found]: { state: string; answer: Record<string, unknown> | null; error_code: string | null; error_detail: string | null }[] = await unit.reads.query(
      'SELECT state, answer, error_code, error_detail FROM provider_act WHERE id = $1',
      [actId],
    );
    if (!found) throw notInTime();
    return found.state === 'waiting' ? null : found;
  });
  if (!act) throw notInTime();
  if (act.state === 'failed') throw new DomainError(act.error_code ?? 'RA-INS-01', act.error_detail ?? 'The provider did not do it.');
  return act.answer ?? {};
}

/** What `look` finds once core has answered what is named `id`, or null when that takes too long; hints make it prompt, looking again makes it sure. */
export async function awaitAnswer<T>(wakeUps: WakeUps, id: string, withinMs: number, look: () => Promise<T | null>): Promise<T | null> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await look();
    const left = deadline - performance.now();
    if (answer !== null || left <= 0) return answer;
    await hint(wakeUps, id, Math.min(left, LOOK_EVERY_MS));
  }
}

function notInTime(): DomainError {
  return new DomainError('API-UNAVAILABLE-01', 'The provider was not reached in time.', { retryAfterSeconds: 5 });
}

/** Resolves at the hint about this answer, or after a while: hints may be lost. */
function hint(wakeUps: WakeUps, id: string, forMs: number): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(finish, forMs);
    const stop = wakeUps.on('acted', (key) => (key === id || key === '') && finish());
  });
}
