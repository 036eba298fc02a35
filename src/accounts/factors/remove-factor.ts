import { Inject, Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError, notFound } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { contains } from '../roles/delegation.js';
import { OperatorSessions } from '../sessions/operator-sessions.js';
import { userById } from '../users/read-users.js';
import { FactorRules } from './factor-rules.js';
import { factorsOf } from './factor.js';
import { renewRecoveryCodes } from './recovery-codes.js';

/** Takes factors away: one by its owner, all by who manages users, for somebody who has lost them. */
@Injectable()
export class RemoveFactor {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly rules: FactorRules,
    private readonly sessions: OperatorSessions,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async own(operator: Operator, id: string): Promise<void> {
    const kinds = await this.rules.kindsFor(operator.role);
    await this.unit.run(async (tx) => {
      const factors = await factorsOf(tx, operator.id);
      const factor = factors.find((each) => each.id === id);
      if (!factor) throw notFound('factor');
      const left = factors.filter((each) => each.id !== id && kinds.includes(each.kind));
      if (left.length === 0 && this.rules.areMandatory) throw new DomainError('API-CONFLICT-03', 'This is the last factor that counts for you; enrol another one first.');
      await tx.query('DELETE FROM operator_factor WHERE id = $1', [id]);
      if (factors.length === 1) await tx.query('DELETE FROM recovery_code WHERE operator_id = $1', [operator.id]);
      await recordAudit(tx, actorOf(operator), { action: 'factor.remove', subject: { kind: 'user', id: operator.id, name: operator.name }, changes: { factor: [`${factor.kind} ${factor.name}`, null] } });
    });
  }

  async allOf(operator: Operator, userId: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const user = await userById(tx, userId);
      if (!contains(operator, user)) throw new DomainError('API-RIGHT-01', 'Nobody can change more than they hold.');
      if (user.id === operator.id) throw new DomainError('API-CONFLICT-03', 'Somebody else has to reset your factors.');
      const factors = await factorsOf(tx, userId);
      await tx.query('DELETE FROM operator_factor WHERE operator_id = $1', [userId]);
      await tx.query('DELETE FROM recovery_code WHERE operator_id = $1', [userId]);
      await this.sessions.endAllOf(tx, userId);
      await recordAudit(tx, actorOf(operator), { action: 'factor.reset', subject: { kind: 'user', id: userId, name: user.name }, changes: { factors: [factors.map(({ kind, name }) => `${kind} ${name}`), []] } });
    });
  }

  async renewCodes(operator: Operator): Promise<string[]> {
    return this.unit.run(async (tx) => {
      if ((await factorsOf(tx, operator.id)).length === 0) throw new DomainError('API-CONFLICT-03', 'Recovery codes stand in for a second factor; enrol one first.');
      await recordAudit(tx, actorOf(operator), { action: 'recovery-codes.renew', subject: { kind: 'user', id: operator.id, name: operator.name } });
      return renewRecoveryCodes(tx, this.ids, operator.id);
    });
  }
}
