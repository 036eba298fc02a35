import { Injectable } from '@nestjs/common';
import { type Actor, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { noteBreakGlassUse } from '../break-glass/break-glass-use.js';
import { Challenges } from '../factors/challenges.js';
import { type OfferedProof, FactorProof } from '../factors/factor-proof.js';
import { type ProvenBy, passkeyOf } from '../factors/factor.js';
import type { PasskeyAnswer } from '../factors/passkeys.js';
import type { Operator } from '../roles/operator.js';
import type { Role } from '../roles/rights.js';
import { FailedLogins } from './failed-logins.js';
import { LoginBudget } from './login-budget.js';
import { loginState, type LoginStage, LoginStages, type LoginState } from './login-stages.js';
import { type Origin, OperatorSessions } from './operator-sessions.js';
import { passwordMatches } from './passwords.js';

interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly password_hash: string | null;
  readonly disabled: boolean;
}

export interface LoggedIn {
  readonly token: string;
  readonly state: LoginState;
}

/** What a passkey answers that is shown before anybody said who he is. */
export const PASSKEY_LOGIN = 'passkey-login';
/** What a passkey answers as the second step of a login. */
export const SECOND_STEP = 'second-step';

const ACCOUNT = 'SELECT id, name, email, role, password_hash, disabled FROM operator';
const EVERY_PROOF: readonly ProvenBy[] = ['passkey', 'totp', 'recovery-code'];

/** Opens sessions: by password, by what is shown after it, or by a passkey alone. Unknown, disabled and wrong are one answer, in body and in time. */
@Injectable()
export class LogIn {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly budget: LoginBudget,
    private readonly failures: FailedLogins,
    private readonly sessions: OperatorSessions,
    private readonly stages: LoginStages,
    private readonly proof: FactorProof,
    private readonly challenges: Challenges,
  ) {}

  async byPassword(email: string, password: string, otp: string | undefined, origin: Origin, requestId: string): Promise<LoggedIn> {
    const admitted = await this.budget.admit(email, origin.ip);
    const [account]: Account[] = await this.unit.reads.query(`${ACCOUNT} WHERE lower(email) = lower($1)`, [email]);
    const matches = await passwordMatches(password, account?.password_hash ?? null);
    const opened =
      account && matches && !account.disabled
        ? await this.unit.run(async (tx) => {
            const provenBy = otp === undefined ? null : await this.proof.check(tx, account.id, { otp }, ['totp'], null);
            // Whoever has no factor needs no code, and a code that is not asked for is not judged.
            const reached = await this.stages.after(tx, account, provenBy);
            return otp !== undefined && provenBy === null && reached.stage === 'factor' ? null : this.open(tx, account, origin, reached, requestId);
          })
        : null;
    if (opened === null) {
      await admitted.fail();
      void this.failures.note(account ?? null, email, origin.ip, requestId);
      throw new DomainError('API-AUTH-01', 'The e-mail address, the password or the code is not right.');
    }
    await admitted.succeed();
    return opened;
  }

  /** The second step: what is shown takes the place of the half-open session. */
  async bySecondFactor(operator: Operator, offered: OfferedProof, origin: Origin): Promise<LoggedIn> {
    if (operator.stage !== 'factor') throw new DomainError('API-CONFLICT-03', 'No second factor is asked for.');
    const admitted = await this.budget.admit(operator.email, origin.ip, 'second-step');
    const opened = await this.unit.run(async (tx) => {
      const provenBy = await this.proof.check(tx, operator.id, offered, EVERY_PROOF, { sessionId: operator.sessionId, purpose: SECOND_STEP });
      return provenBy === null ? null : this.goOn(tx, operator, provenBy, origin);
    });
    if (opened === null) {
      await admitted.fail();
      void this.failures.note(operator, operator.email, origin.ip, operator.requestId ?? '');
      throw new DomainError('API-AUTH-01', 'This is not right, or it was used already.');
    }
    await admitted.succeed();
    return opened;
  }

  /** A passkey alone, which is two factors in one: having the device, and the finger or PIN that opens it. */
  async byPasskey(challengeId: string, answer: PasskeyAnswer, origin: Origin, requestId: string): Promise<LoggedIn> {
    const admitted = await this.budget.admit(null, origin.ip);
    const opened = await this.unit.run(async (tx) => {
      const challenge = await this.challenges.take(tx, challengeId, PASSKEY_LOGIN);
      const factor = typeof answer['id'] === 'string' ? await passkeyOf(tx, answer['id']) : null;
      if (challenge === null || factor === null || !(await this.proof.passkey(tx, factor, answer, challenge))) return null;
      const [account]: Account[] = await tx.query(`${ACCOUNT} WHERE id = $1 AND NOT disabled AND NOT break_glass`, [factor.operatorId]);
      return account ? this.open(tx, account, origin, await this.stages.after(tx, account, 'passkey'), requestId) : null;
    });
    if (opened !== null) return opened;
    await admitted.fail();
    throw new DomainError('API-AUTH-01', 'This passkey opens no account here.');
  }

  /** Puts a session that has reached more in the place of the present one: its token changes hands with every gain (R9). */
  async goOn(tx: Tx, operator: Operator, provenBy: ProvenBy, origin: Origin): Promise<LoggedIn> {
    await this.sessions.end(tx, operator.sessionId);
    return this.open(tx, operator, origin, await this.stages.after(tx, operator, provenBy), operator.requestId ?? '');
  }

  /** Opens a session for an account that has shown what it has to. */
  async open(tx: Tx, account: { readonly id: string; readonly name: string }, origin: Origin, reached: LoginStage, requestId: string): Promise<LoggedIn> {
    const { sessionId, token } = await this.sessions.open(tx, account.id, origin, reached);
    const actor: Actor = { kind: 'operator', id: account.id, name: account.name, requestId };
    await recordAudit(tx, actor, {
      action: reached.stage === 'complete' ? 'session.open' : 'session.begin',
      subject: { kind: 'session', id: sessionId, name: account.name },
      changes: { provenBy: [null, reached.provenBy] },
    });
    if (reached.stage === 'complete') await noteBreakGlassUse(tx, account.id, actor);
    return { token, state: loginState(reached) };
  }
}

