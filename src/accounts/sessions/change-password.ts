import { Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { LoginBudget } from './login-budget.js';
import { OperatorSessions } from './operator-sessions.js';
import { hashPassword, passwordMatches } from './passwords.js';

/** Changes the caller's own password and ends every other session of his account. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly budget: LoginBudget,
    private readonly sessions: OperatorSessions,
  ) {}

  async run(operator: Operator, present: string, next: string, ip: string): Promise<void> {
    const admitted = await this.budget.admit(operator.email, ip);
    const [stored]: { password_hash: string | null }[] = await this.unit.reads.query(
      'SELECT password_hash FROM operator WHERE id = $1',
      [operator.id],
    );
    if (!(await passwordMatches(present, stored?.password_hash ?? null))) {
      await admitted.fail();
      throw invalidField('/currentPassword', 'matches', 'is not your password');
    }
    const passwordHash = await hashPassword(next);
    await this.unit.run(async (tx) => {
      await tx.query('UPDATE operator SET password_hash = $2, updated_at = now() WHERE id = $1', [
        operator.id,
        passwordHash,
      ]);
      await this.sessions.endAllOf(tx, operator.id, operator.sessionId);
      await recordAudit(tx, actorOf(operator), {
        action: 'user.change-password',
        subject: { kind: 'user', id: operator.id, name: operator.name },
      });
    });
  }
}
