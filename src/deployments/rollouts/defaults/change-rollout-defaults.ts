import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../../accounts/index.js';
import { changesBetween, recordAudit } from '../../../audit/index.js';
import { type Tx, UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale } from '../../../platform/http/index.js';
import type { RolloutDefaultsBody } from './rollout-defaults.body.js';
import type { RolloutDefaultsView } from './rollout-defaults.view.js';

/** How large changes are rolled out in this installation; with `lock`, until the transaction ends. */
export async function rolloutDefaults(tx: Tx, lock = false): Promise<RolloutDefaultsView> {
  const [row]: [{ defaults: Omit<RolloutDefaultsView, 'needsSecondPerson' | 'version'>; needsSecondPerson: boolean; version: number }] = await tx.query(
    `SELECT rollout_defaults AS defaults, needs_second_person AS "needsSecondPerson", version FROM installation ${lock ? 'FOR NO KEY UPDATE' : ''}`,
  );
  return { ...row.defaults, needsSecondPerson: row.needsSecondPerson, version: row.version };
}

/** Says anew how large changes are rolled out; rollouts that have begun keep their plan. */
@Injectable()
export class ChangeRolloutDefaults {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, body: RolloutDefaultsBody, expected: ExpectedVersion): Promise<RolloutDefaultsView> {
    return this.unit.run(async (tx) => {
      const { version, ...before } = await rolloutDefaults(tx, true);
      refuseStale(expected, version);
      const { needsSecondPerson, waves, soakSeconds, ratePerMinute } = body;
      const window = body.window && { days: body.window.days, from: body.window.from, to: body.window.to };
      const defaults = { waves, soakSeconds, ratePerMinute, window };
      await tx.query('UPDATE installation SET rollout_defaults = $1, needs_second_person = $2, version = version + 1', [JSON.stringify(defaults), needsSecondPerson]);
      await recordAudit(tx, actorOf(operator), {
        action: 'rollout-defaults.change',
        subject: { kind: 'installation', id: null, name: 'Rollout defaults' },
        changes: changesBetween<RolloutDefaultsBody>(before, { ...defaults, needsSecondPerson }),
      });
      return rolloutDefaults(tx);
    });
  }
}
