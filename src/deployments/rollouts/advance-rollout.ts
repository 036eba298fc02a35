import { catalogueEntry } from '../../../contracts/error-catalogue.js';
import { recordAudit, SYSTEM } from '../../audit/index.js';
import type { Tx } from '../../platform/database/unit-of-work.js';
import type { ChangeEvent } from '../../platform/wake-ups/change-event.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { awaitFreeze } from '../freeze/freeze-lock.js';
import { judgeRollout, type RolloutDecision, type RolloutFacts } from './judge-rollout.js';
import { loadRolloutFacts } from './load-rollout-facts.js';
import { markWaitingDue } from './mark-waiting-due.js';
import { recordOutcomes } from './record-outcomes.js';
import { releaseWave } from './release-wave.js';
import { waveTargets } from './wave-targets.js';

interface DueRollout {
  readonly id: string;
  readonly title: string;
  readonly state: RolloutFacts['state'];
  readonly waves: readonly string[];
  readonly wants_devices: boolean;
  readonly waits_for: string | null;
}

/** What nobody told is found this late at most. */
const LONGEST_REST = '10 minutes';
/** Devices that somebody else was just looking at are tried again this soon. */
const SHORT_REST = '500 milliseconds';

/** News are gathered the longer the more there is to count: a look costs what the rollout is large. */
export const ROLLOUT_PAUSE = `make_interval(secs => least(5, r.device_count / 1000.0))`;

const TAKE_DUE = `
  SELECT r.id, r.title, r.state, r.waves, r.wants_devices, r.waits_for
    FROM rollout r
   WHERE r.ended_at IS NULL
     AND (r.look_again_at <= now()
          OR (r.looked_at + ${ROLLOUT_PAUSE} <= now() AND EXISTS (SELECT 1 FROM rollout_news n WHERE n.rollout_id = r.id)))
   ORDER BY r.looked_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`;

/** Looks at the rollout that has waited longest to be looked at, and does what is decided; false when none was due. */
export async function advanceRollout(tx: Tx): Promise<boolean> {
  await awaitFreeze(tx);
  const [rollout]: DueRollout[] = await tx.query(TAKE_DUE);
  if (!rollout) return false;
  await tx.query('DELETE FROM rollout_news WHERE rollout_id = $1', [rollout.id]);
  const outcomes = await recordOutcomes(tx, rollout.id);
  if (rollout.state === 'aborted') {
    await endAborted(tx, rollout.id);
  } else {
    const [{ now }]: [{ now: Date }] = await tx.query('SELECT now() AS now');
    const { facts, devices } = await loadRolloutFacts(tx, rollout.id);
    const changed = await carryOut(tx, rollout, facts, devices, judgeRollout(facts, now));
    if (!changed && outcomes === 0) return true;
  }
  await wakeUp(tx, 'changed', JSON.stringify({ kind: 'rollout', id: rollout.id } satisfies ChangeEvent));
  return true;
}

/** Does what was decided; says whether that changed anything that people see. */
async function carryOut(tx: Tx, rollout: DueRollout, facts: RolloutFacts, devices: number, decision: RolloutDecision): Promise<boolean> {
  switch (decision.kind) {
    case 'open':
      await tx.query(
        `UPDATE rollout SET wave = $2, targets = coalesce(targets, $3), wave_opened_at = now(), watched_since = now(), soaking_since = NULL,
                waits_for = NULL, waits_until = NULL, looked_at = now(), look_again_at = now()
          WHERE id = $1 AND wave = $2 - 1 AND state = 'running'`,
        [rollout.id, decision.wave, waveTargets(rollout.waves, devices)],
      );
      await releaseWave(tx, rollout.id);
      await markWaitingDue(tx, rollout.id);
      return true;
    case 'hold':
      return rest(tx, rollout, facts, decision);
    case 'halt':
      await stop(tx, rollout, 'halted', [decision.reason, await leadingCause(tx, rollout.id)].filter(Boolean).join(' '));
      return true;
    case 'pause':
      await stop(tx, rollout, 'paused', decision.reason);
      return true;
    case 'finish':
      await tx.query(
        `UPDATE rollout SET state = $2, state_by = 'guard', state_reason = '', state_at = now(), ended_at = now(), version = version + 1,
                wants_devices = false, waits_for = NULL, waits_until = NULL, looked_at = now() WHERE id = $1`,
        [rollout.id, decision.state],
      );
      return true;
  }
}

/** Between two decisions the open wave is filled as far as everything permits. */
async function rest(tx: Tx, rollout: DueRollout, facts: RolloutFacts, hold: Extract<RolloutDecision, { kind: 'hold' }>): Promise<boolean> {
  const isOpen = facts.state === 'running' && facts.wave > 0 && !facts.frozen && !facts.naming;
  const released = isOpen ? await releaseWave(tx, rollout.id) : 0;
  const wantsDevices = isOpen && facts.room > released;
  const missed = isOpen && released === 0 && facts.rateFreeAt === null && Math.min(facts.releasable, facts.room) > 0;
  await tx.query(
    `UPDATE rollout SET soaking_since = $2, waits_for = $3, waits_until = $4, wants_devices = $5, looked_at = now(),
            watched_since = CASE WHEN $6 THEN now() ELSE watched_since END,
            look_again_at = CASE WHEN $6 THEN now() WHEN $7 THEN now() + interval '${SHORT_REST}'
                                 ELSE least($4::timestamptz, now() + interval '${LONGEST_REST}') END
      WHERE id = $1`,
    [rollout.id, hold.soakingSince, hold.reason, hold.until, wantsDevices, released > 0, missed || facts.naming],
  );
  if (wantsDevices !== rollout.wants_devices) await markWaitingDue(tx, rollout.id);
  return released > 0 || hold.reason !== rollout.waits_for;
}

/** What most of those failed by, without a count: whoever reads it may not see all of their sites. */
async function leadingCause(tx: Tx, rolloutId: string): Promise<string | null> {
  const causes: { code: string; isMost: boolean }[] = await tx.query(
    `SELECT outcome_code AS code, count(*) * 2 > sum(count(*)) OVER () AS "isMost" FROM rollout_device
      WHERE rollout_id = $1 AND outcome = 'failed' AND outcome_code IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2`,
    [rolloutId],
  );
  const [first] = causes;
  if (!first) return null;
  const named = `${first.code} (${catalogueEntry(first.code)?.title ?? 'not catalogued'})`;
  if (causes.length === 1) return `All of them by ${named}.`;
  return first.isMost ? `Most of them by ${named}.` : `They failed by several causes, ${named} among them.`;
}

/** What the guard decides goes on record like what a person decides. */
async function stop(tx: Tx, { id, title }: DueRollout, state: 'halted' | 'paused', reason: string): Promise<void> {
  await tx.query(
    `UPDATE rollout SET state = $2, state_by = 'guard', state_reason = $3, state_at = now(), version = version + 1, wants_devices = false,
            soaking_since = NULL, waits_for = 'operator', waits_until = NULL, looked_at = now(), look_again_at = now() + interval '${LONGEST_REST}'
      WHERE id = $1`,
    [id, state, reason],
  );
  await recordAudit(tx, SYSTEM, {
    action: state === 'halted' ? 'rollout.halt' : 'rollout.pause',
    subject: { kind: 'rollout', id, name: title },
    changes: { state: ['running', state], reason: [null, reason] },
  });
  await markWaitingDue(tx, id);
}

/** Whoever has not got an aborted change keeps what he has; his deployment goes on saying that it waits, until the next change. */
async function endAborted(tx: Tx, rolloutId: string): Promise<void> {
  await tx.query(
    `UPDATE rollout_device SET outcome = 'withdrawn', outcome_at = now() WHERE rollout_id = $1 AND released_at IS NULL AND outcome IS NULL`,
    [rolloutId],
  );
  await tx.query('UPDATE rollout SET ended_at = now(), looked_at = now(), wants_devices = false, waits_for = NULL, waits_until = NULL WHERE id = $1', [rolloutId]);
  await markWaitingDue(tx, rolloutId);
}
