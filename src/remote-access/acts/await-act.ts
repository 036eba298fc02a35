import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { awaitAnswer } from '../../platform/wake-ups/await-answer.js';
import type { WakeUps } from '../../platform/wake-ups/wake-ups.js';

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

function notInTime(): DomainError {
  return new DomainError('API-UNAVAILABLE-01', 'The provider was not reached in time.', { retryAfterSeconds: 5 });
}
