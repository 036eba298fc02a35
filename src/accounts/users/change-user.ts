import { Injectable } from '@nestjs/common';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { OperatorEntity } from '../operator.entity.js';
import { contains } from '../roles/delegation.js';
import { actorOf, holds, type Operator } from '../roles/operator.js';
import { scopeOf } from '../roles/scope.js';
import { OperatorSessions } from '../sessions/operator-sessions.js';
import { hashPassword } from '../sessions/passwords.js';
import type { ChangeUserBody } from './change-user.body.js';
import type { ScopeBody } from './create-user.body.js';
import { userById } from './read-users.js';
import { storeScope } from './store-scope.js';
import type { UserView } from './user.view.js';

type Wanted = Pick<UserView, 'email' | 'name' | 'role' | 'allowRemoteControl' | 'scope' | 'disabled'>;

/** Changes an account of no more authority than the caller's, to no more than that; what it loses ends within seconds. */
@Injectable()
export class ChangeUser {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
  ) {}

  async run(operator: Operator, id: string, body: ChangeUserBody, expected: ExpectedVersion): Promise<UserView> {
    const { password, scope: wantedScope, ...fields } = body;
    const passwordHash = password === undefined ? undefined : await hashPassword(password);
    const refusals = { operator_email_is_unique: () => nameTaken('user', body.email ?? '', '/email') };
    return translatingConstraints(refusals, () =>
      this.unit.run(async (tx) => {
        const before = await userById(tx, id);
        refuseStale(expected, before.version);
        const after: Wanted = {
          ...wantedOf(before),
          ...given(fields),
          ...(wantedScope ? { scope: scopeView(wantedScope) } : {}),
        };
        refuseUnlawful(operator, before, after);
        if (after.role === 'primary-super-admin' && before.role !== after.role) await this.stepDown(tx, operator);
        const { email, name, role, allowRemoteControl, disabled, scope } = after;
        const stored = await tx.update(
          OperatorEntity,
          { id, version: before.version },
          {
            email,
            name,
            role,
            allowRemoteControl,
            disabled,
            scopeAll: scope.all,
            ...(passwordHash === undefined ? {} : { passwordHash }),
            version: before.version + 1,
            updatedAt: () => 'now()',
          },
        );
        if (stored.affected !== 1) throw staleVersion();
        if (wantedScope) await storeScope(tx, id, scope);
        await recordAudit(tx, actorOf(operator), {
          action: 'user.change',
          subject: { kind: 'user', id, name },
          changes: {
            ...changesBetween<Wanted>(wantedOf(before), after),
            ...(passwordHash ? { password: ['…', '…'] as const } : {}),
          },
        });
        await this.sessions.changed(tx, id);
        await this.cutOff(tx, operator, before, after, passwordHash !== undefined);
        return userById(tx, id);
      }),
    );
  }

  async endSessions(operator: Operator, id: string): Promise<void> {
    await this.unit.run(async (tx) => {
      const user = await userById(tx, id);
      if (!contains(operator, user)) throw new DomainError('API-RIGHT-01', 'Nobody can change more than they hold.');
      await this.sessions.endAllOf(tx, id, id === operator.id ? operator.sessionId : null);
      await recordAudit(tx, actorOf(operator), { action: 'user.end-sessions', subject: { kind: 'user', id, name: user.name } });
    });
  }

  /** The database allows one Primary Super Admin at a time, so the old one steps down first, in the same transaction. */
  private async stepDown(tx: Tx, operator: Operator): Promise<void> {
    await tx.query(
      `UPDATE operator SET role = 'super-admin', version = version + 1, updated_at = now() WHERE id = $1`,
      [operator.id],
    );
    await this.sessions.changed(tx, operator.id);
    await recordAudit(tx, actorOf(operator), {
      action: 'installation.transfer-ownership',
      subject: { kind: 'user', id: operator.id, name: operator.name },
      changes: { role: ['primary-super-admin', 'super-admin'] },
    });
  }

  /** A changed authority needs a new login; a withdrawn permission to control ends launches, not the session. */
  private async cutOff(
    tx: Tx,
    operator: Operator,
    before: UserView,
    after: Wanted,
    newPassword: boolean,
  ): Promise<void> {
    const sameAuthority =
      before.role === after.role &&
      before.disabled === after.disabled &&
      JSON.stringify(before.scope) === JSON.stringify(after.scope);
    if (!sameAuthority || newPassword)
      await this.sessions.endAllOf(tx, before.id, before.id === operator.id ? operator.sessionId : null);
    else if (before.allowRemoteControl && !after.allowRemoteControl)
      await wakeUp(tx, 'revoke', JSON.stringify({ kind: 'operator', id: before.id }));
  }
}

function refuseUnlawful(operator: Operator, before: UserView, after: Wanted): void {
  if (!contains(operator, before) || (!contains(operator, after) && !handsOver(operator, before, after))) {
    throw new DomainError('API-RIGHT-01', 'Nobody can grant, or change, more than they hold.');
  }
  const owner = before.role === 'primary-super-admin';
  if (owner && (after.role !== before.role || after.disabled)) {
    throw new DomainError(
      'API-CONFLICT-03',
      'Hand the ownership over first: the installation always has one Primary Super Admin.',
    );
  }
  if (before.id === operator.id && (after.disabled || after.role !== before.role)) {
    throw new DomainError('API-CONFLICT-03', 'Somebody else has to change your role or disable you.');
  }
  if (after.role === 'primary-super-admin' && after.disabled) {
    throw new DomainError('API-CONFLICT-03', 'A disabled account cannot own the installation.');
  }
}

function handsOver(operator: Operator, before: UserView, after: Wanted): boolean {
  return holds(operator, 'ownership.transfer') && after.role === 'primary-super-admin' && before.id !== operator.id;
}

function wantedOf({ email, name, role, allowRemoteControl, scope, disabled }: UserView): Wanted {
  return { email, name, role, allowRemoteControl, scope, disabled };
}

function scopeView(wanted: ScopeBody): UserView['scope'] {
  const { all, clientIds, siteIds } = scopeOf(wanted);
  return { all, clientIds: [...clientIds], siteIds: [...siteIds] };
}

function given<T extends object>(fields: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<{
    [K in keyof T]: Exclude<T[K], undefined>;
  }>;
}
