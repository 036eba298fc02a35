import { Injectable } from '@nestjs/common';
import { actorOf, holds, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { ChangeEvent } from '../../platform/wake-ups/change-event.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { ChangeFreezeBody } from './change-freeze.body.js';
import { claimFreeze } from './freeze-lock.js';
import type { FreezeView } from './freeze.view.js';

const EVERY_ROLLOUT = '00000000-0000-0000-0000-000000000000';
/** More than this find it out by their own next look, within a minute. */
const MOST_MARKED = 5_000;
/** Phases that a freeze changes, or in which it has held something back. */
const CONCERNED = [
  'SCHEDULED', 'PAUSED', 'QUEUED', 'WAITING_FOR_DEVICE', 'DISPATCHED', 'DOWNLOADING', 'INSTALLING', 'REGISTERING', 'CONFIGURING', 'VERIFYING',
  'RETRY_WAIT', 'DRIFTED', 'REMOVAL_SCHEDULED', 'REMOVAL_WAITING', 'REMOVING', 'REMOVAL_FAILED',
];

export async function readFreeze(tx: Tx): Promise<FreezeView> {
  const [freeze]: FreezeView[] = await tx.query(
    'SELECT frozen, frozen_reason AS reason, frozen_by AS "byName", frozen_at AS at FROM installation',
  );
  return freeze ?? { frozen: false, reason: '', byName: null, at: null };
}

/**
 * Stops all new orders of the installation, or lets them go on; asked again for what is so already it changes nothing. Once it
 * has answered, no new order is written. Launches go on.
 */
@Injectable()
export class ChangeFreeze {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, { frozen, reason = '' }: ChangeFreezeBody): Promise<FreezeView> {
    if (!holds(operator, 'security.manage') && !operator.scope.all) {
      throw new DomainError('API-SCOPE-01', 'A freeze concerns every client; only who is responsible for all of them may order it.');
    }
    const { view, isChange } = await this.unit.run(async (tx) => {
      await claimFreeze(tx);
      const before = await readFreeze(tx);
      if (before.frozen === frozen && (!frozen || before.reason === reason)) return { view: before, isChange: false };
      await tx.query(
        `UPDATE installation SET frozen = $1, frozen_reason = CASE WHEN $1 THEN $2 ELSE '' END, frozen_by = CASE WHEN $1 THEN $3 END,
                frozen_at = CASE WHEN $1 THEN coalesce(frozen_at, now()) END`,
        [frozen, reason, operator.name],
      );
      await recordAudit(tx, actorOf(operator), {
        action: frozen ? 'installation.freeze' : 'installation.unfreeze',
        subject: { kind: 'installation', id: null, name: 'All new orders' },
        changes: changesBetween<Pick<FreezeView, 'frozen' | 'reason'>>({ frozen: before.frozen, reason: before.reason }, { frozen, reason }),
      });
      // Silence while everything was frozen is nobody's.
      await tx.query('UPDATE rollout SET look_again_at = now(), watched_since = CASE WHEN $1 THEN watched_since ELSE now() END WHERE ended_at IS NULL', [frozen]);
      // Consoles hear of it as of a rollout: it is one that holds all of them.
      await wakeUp(tx, 'changed', JSON.stringify({ kind: 'rollout', id: EVERY_ROLLOUT } satisfies ChangeEvent));
      return { view: await readFreeze(tx), isChange: true };
    });
    if (isChange) await this.unit.run(lookAtWhatItConcerns);
    return view;
  }
}

/** Apart from the freeze itself, which is to be quick; a mark that is lost costs a minute. */
async function lookAtWhatItConcerns(tx: Tx): Promise<void> {
  await tx.query(
    `UPDATE deployment SET due_at = now()
      WHERE id IN (SELECT p.id FROM deployment_status t JOIN deployment p ON p.id = t.deployment_id WHERE t.phase = ANY($1::text[])
                    ORDER BY p.id LIMIT ${MOST_MARKED} FOR NO KEY UPDATE OF p SKIP LOCKED)`,
    [CONCERNED],
  );
  for (const topic of ['reconcile', 'act', 'instruct'] as const) await wakeUp(tx, topic);
}
