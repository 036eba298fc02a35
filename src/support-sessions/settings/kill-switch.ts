import { Injectable } from '@nestjs/common';
import { actorOf, holds, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { endSession } from '../sessions/end-session.js';
import { SESSION_COLUMNS, type SessionRow } from '../sessions/held-session.js';
import type { KillSwitchBody } from './support-settings.body.js';
import type { KillSwitchView } from './support-settings.view.js';

export async function readKillSwitch(tx: Tx): Promise<KillSwitchView> {
  const [view]: [KillSwitchView] = await tx.query('SELECT stopped, stopped_reason AS reason, stopped_by AS "byName", stopped_at AS at FROM support_settings');
  return view;
}

/** Ends every support session at once and lets none begin until it is lifted. */
@Injectable()
export class KillSwitch {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, { stopped, reason = '' }: KillSwitchBody): Promise<KillSwitchView> {
    if (!holds(operator, 'security.manage') && !operator.scope.all) {
      throw new DomainError('API-SCOPE-01', 'This concerns every client; only who is responsible for all of them may order it.');
    }
    return this.unit.run(async (tx) => {
      await tx.query('SELECT 1 FROM support_settings FOR UPDATE');
      const before = await readKillSwitch(tx);
      if (before.stopped === stopped && (!stopped || before.reason === reason)) return before;
      await tx.query(
        `UPDATE support_settings SET stopped = $1, stopped_reason = CASE WHEN $1 THEN $2 ELSE '' END, stopped_by = CASE WHEN $1 THEN $3 END,
                stopped_at = CASE WHEN $1 THEN coalesce(stopped_at, now()) END`,
        [stopped, reason, operator.name],
      );
      await recordAudit(tx, actorOf(operator), {
        action: stopped ? 'support-sessions.stop' : 'support-sessions.allow',
        subject: { kind: 'installation', id: null, name: 'All support sessions' },
        changes: changesBetween<Pick<KillSwitchView, 'stopped' | 'reason'>>({ stopped: before.stopped, reason: before.reason }, { stopped, reason }),
      });
      if (stopped) await endAll(tx, operator);
      return readKillSwitch(tx);
    });
  }
}

async function endAll(tx: Tx, operator: Operator): Promise<void> {
  const live: SessionRow[] = await tx.query(`SELECT ${SESSION_COLUMNS} FROM support_session s WHERE s.state <> 'ended' ORDER BY s.id FOR UPDATE`);
  for (const session of live) await endSession(tx, session, 'revoked', actorOf(operator));
  // All processes look at everything they hold: one hint among thousands may be lost.
  await wakeUp(tx, 'guest');
}
