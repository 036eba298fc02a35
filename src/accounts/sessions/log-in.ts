import { Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { FailedLogins } from './failed-logins.js';
import { LoginBudget } from './login-budget.js';
import { type Origin, OperatorSessions } from './operator-sessions.js';
import { passwordMatches } from './passwords.js';
import { nextFactor, type LoginState } from './login-factors.js';

interface Account {
  readonly id: string;
  readonly name: string;
  readonly password_hash: string | null;
  readonly disabled: boolean;
}

export interface LoggedIn {
  readonly token: string;
  readonly state: LoginState;
}

/** Opens a session for whoever knows the password; unknown, disabled and wrong are one answer, in body and in time. */
@Injectable()
export class LogIn {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly budget: LoginBudget,
    private readonly failures: FailedLogins,
    private readonly sessions: OperatorSessions,
  ) {}

  async run(email: string, password: string, origin: Origin, requestId: string): Promise<LoggedIn> {
    const admitted = await this.budget.admit(email, origin.ip);
    const [account]: Account[] = await this.unit.reads.query(
      'SELECT id, name, password_hash, disabled FROM operator WHERE lower(email) = lower($1)',
      [email],
    );
    const matches = await passwordMatches(password, account?.password_hash ?? null);
    if (!account || !matches || account.disabled) {
      await admitted.fail();
      void this.failures.note(account ?? null, email, origin.ip, requestId);
      throw new DomainError('API-AUTH-01', 'The e-mail address or the password is not right.');
    }
    await admitted.succeed();
    return this.unit.run(async (tx) => {
      const { sessionId, token } = await this.sessions.open(tx, account.id, origin);
      await recordAudit(
        tx,
        { kind: 'operator', id: account.id, name: account.name, requestId },
        {
          action: 'session.open',
          subject: { kind: 'session', id: sessionId, name: account.name },
        },
      );
      return { token, state: nextFactor() };
    });
  }
}
