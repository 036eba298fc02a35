import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { recordAudit } from '../../audit/index.js';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { contains } from '../roles/delegation.js';
import { actorOf, type Operator } from '../roles/operator.js';
import type { Role } from '../roles/rights.js';
import { LogIn, type LoggedIn } from '../sessions/log-in.js';
import { LoginBudget } from '../sessions/login-budget.js';
import { LoginStages } from '../sessions/login-stages.js';
import { type Origin, OperatorSessions } from '../sessions/operator-sessions.js';
import { hashPassword } from '../sessions/passwords.js';
import { userById } from '../users/read-users.js';
import type { InvitationView } from './invitation.view.js';

const LIFE = '72 hours';

/** A link, what is kept of it, and where whoever it is for gets his mail. */
export interface NewInvitation extends InvitationView {
  readonly hash: Buffer;
  readonly email: string;
}

/** Links by which people choose their first, or a new, password; each is good once and for three days, the latest only. */
@Injectable()
export class Invitations {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    private readonly stages: LoginStages,
    private readonly logIn: LogIn,
    private readonly budget: LoginBudget,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(WEB_CONFIG) private readonly config: WebConfig,
  ) {}

  async invite(operator: Operator, userId: string): Promise<InvitationView> {
    return this.unit.run(async (tx) => {
      const { link, expiresAt } = await this.make(tx, operator, userId);
      return { link, expiresAt };
    });
  }

  /** An invitation for whoever brings it to the person by himself: it is to be kept from everybody else. */
  async make(tx: Tx, operator: Operator, userId: string): Promise<NewInvitation> {
    const user = await userById(tx, userId);
    if (!contains(operator, user)) throw new DomainError('API-RIGHT-01', 'Nobody can change more than they hold.');
    if (user.disabled) throw new DomainError('API-CONFLICT-03', 'The account is disabled.');
    if (user.id === operator.id) throw new DomainError('API-CONFLICT-03', 'Change your own password under your account.');
    const token = this.ids.secret(32).toString('base64url');
    const hash = hashOf(token);
    const [row]: { expiresAt: Date }[] = await tx.query(
      `INSERT INTO invitation (operator_id, token_hash, made_by_name, expires_at) VALUES ($1, $2, $3, now() + interval '${LIFE}')
       ON CONFLICT (operator_id) DO UPDATE SET token_hash = excluded.token_hash, made_by_name = excluded.made_by_name, made_at = now(), expires_at = excluded.expires_at
       RETURNING expires_at AS "expiresAt"`,
      [userId, hash, operator.name],
    );
    await recordAudit(tx, actorOf(operator), { action: 'user.invite', subject: { kind: 'user', id: userId, name: user.name } });
    // In the fragment, which no server and no log between here and there gets to see.
    return { link: `${this.config.publicUrl}/invitation#${token}`, hash, expiresAt: row!.expiresAt, email: user.email };
  }

  /** Sets the password of whoever holds the link, ends what was open, and goes on as after any password. */
  async accept(token: string, password: string, origin: Origin, requestId: string): Promise<LoggedIn> {
    const admitted = await this.budget.admit(null, origin.ip);
    const passwordHash = await hashPassword(password);
    const opened = await this.unit.run(async (tx) => {
      const [taken]: [{ operator_id: string; good: boolean }[], number] = await tx.query(
        'DELETE FROM invitation WHERE token_hash = $1 RETURNING operator_id, expires_at > now() AS good',
        [hashOf(token)],
      );
      if (!taken[0]?.good) return null;
      const [updated]: [{ id: string; name: string; role: Role }[], number] = await tx.query(
        'UPDATE operator SET password_hash = $2, updated_at = now() WHERE id = $1 AND NOT disabled RETURNING id, name, role',
        [taken[0].operator_id, passwordHash],
      );
      const [account] = updated;
      if (!account) return null;
      await this.sessions.endAllOf(tx, account.id);
      await recordAudit(tx, { kind: 'operator', id: account.id, name: account.name, requestId }, { action: 'user.accept-invitation', subject: { kind: 'user', id: account.id, name: account.name } });
      return this.logIn.open(tx, account, origin, await this.stages.after(tx, account, null), requestId);
    });
    if (opened !== null) return opened;
    await admitted.fail();
    throw new DomainError('API-AUTH-01', 'This link was used already, or it is older than three days. Ask for a new one.');
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
