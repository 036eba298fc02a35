import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { randomIds } from '../../platform/ids.js';
import { awaitAnswer } from '../../platform/wake-ups/await-answer.js';
import { wakeUp, type WakeUps } from '../../platform/wake-ups/wake-ups.js';

const PATIENCE_MS = 8_000;

/** What the endpoint agent says of itself, asked now; null when it does not answer in time. Core signs the order. */
export async function askDiagnostics(unit: UnitOfWork, wakeUps: WakeUps, deviceId: string, askedBy: string): Promise<string | null> {
  const id = randomIds.uuid();
  await unit.run(async (tx) => {
    await tx.query('INSERT INTO diagnostics_request (id, device_id, asked_by) VALUES ($1, $2, $3)', [id, deviceId, askedBy]);
    await wakeUp(tx, 'reconcile');
  });
  return awaitAnswer(wakeUps, id, PATIENCE_MS, async () => {
    const [answer]: { detail: string }[] = await unit.reads.query(
      `SELECT i.detail FROM diagnostics_request r JOIN instruction i ON i.id = r.instruction_id WHERE r.id = $1 AND i.outcome = 'done'`,
      [id],
    );
    return answer?.detail ?? null;
  });
}
