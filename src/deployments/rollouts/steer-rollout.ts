import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import type { ChangeEvent } from '../../platform/wake-ups/change-event.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { markWaitingDue } from './mark-waiting-due.js';
import { rolloutDetail } from './read-rollout.js';
import type { RolloutDetailView, RolloutState } from './rollout.view.js';

export type RolloutMove = 'pause' | 'resume' | 'abort';

const MOVES: Readonly<Record<RolloutMove, { readonly from: readonly RolloutState[]; readonly to: RolloutState }>> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused', 'halted'], to: 'running' },
  abort: { from: ['running', 'paused', 'halted'], to: 'aborted' },
};

/**
 * Pauses, resumes or aborts a rollout. Who resumes one that the guard has stopped accepts what was seen so far: failures until
 * then, and how few of the open wave have answered. Whoever has not got an aborted change keeps what he has.
 */
@Injectable()
export class SteerRollout {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, move: RolloutMove, reason: string, expected: ExpectedVersion): Promise<RolloutDetailView> {
    return this.unit.run(async (tx) => {
      const before = await rolloutDetail(tx, operator.scope, id);
      if (!before.allInScope) throw new DomainError('API-SCOPE-01', 'The rollout also reaches devices that you are not responsible for.');
      refuseStale(expected, before.version);
      const { from, to } = MOVES[move];
      if (!from.includes(before.state)) throw new DomainError('API-CONFLICT-03', `A rollout that is ${before.state} cannot ${move}.`);
      const moved: unknown[] = await tx.query(
        `WITH moved AS (
           UPDATE rollout SET state = $3, state_by = 'operator', state_reason = $4, state_at = now(), version = version + 1, look_again_at = now(),
                  soaking_since = NULL, wants_devices = false,
                  accepted_until = CASE WHEN $5 THEN now() ELSE accepted_until END, accepted_wave = CASE WHEN $5 THEN wave ELSE accepted_wave END,
                  watched_since = CASE WHEN $3 = 'running' THEN now() ELSE watched_since END
            WHERE id = $1 AND version = $2 RETURNING 1)
         SELECT 1 FROM moved`,
        [id, before.version, to, reason, move === 'resume' && before.stateBy === 'guard'],
      );
      if (moved.length === 0) throw staleVersion();
      await recordAudit(tx, actorOf(operator), {
        action: `rollout.${move}`,
        subject: { kind: 'rollout', id, name: before.title },
        clientId: await onlyClientOf(tx, id),
        changes: { state: [before.state, to], reason: [null, reason] },
      });
      await markWaitingDue(tx, id);
      await wakeUp(tx, 'reconcile');
      await wakeUp(tx, 'changed', JSON.stringify({ kind: 'rollout', id } satisfies ChangeEvent));
      return rolloutDetail(tx, operator.scope, id);
    });
  }
}

/** The client whose devices these all are, so that who looks after that client finds it in his audit log. */
async function onlyClientOf(tx: Tx, rolloutId: string): Promise<string | null> {
  const clients: { client_id: string }[] = await tx.query(
    `SELECT DISTINCT s.client_id FROM rollout_device d JOIN device v ON v.id = d.device_id JOIN site s ON s.id = v.site_id WHERE d.rollout_id = $1 LIMIT 2`,
    [rolloutId],
  );
  return clients.length === 1 ? clients[0]!.client_id : null;
}
