import { Inject, Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { OperatorEntity } from '../operator.entity.js';
import { contains } from '../roles/delegation.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { scopeOf } from '../roles/scope.js';
import { hashPassword } from '../sessions/passwords.js';
import type { CreateUserBody } from './create-user.body.js';
import { userById } from './read-users.js';
import { storeScope } from './store-scope.js';
import type { UserView } from './user.view.js';

/** Adds an account that can do no more than its maker. */
@Injectable()
export class CreateUser {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, body: CreateUserBody): Promise<UserView> {
    if (body.role === 'primary-super-admin') {
      throw new DomainError(
        'API-CONFLICT-03',
        'There is one Primary Super Admin; ownership is handed over, not shared.',
      );
    }
    const scope = scopeOf(body.scope);
    if (!contains(operator, { role: body.role, scope }))
      throw new DomainError('API-RIGHT-01', 'Nobody can grant more than they hold.');
    const passwordHash = body.password === undefined ? null : await hashPassword(body.password);
    const refusals = { operator_email_is_unique: () => nameTaken('user', body.email, '/email') };
    return translatingConstraints(refusals, () =>
      this.unit.run(async (tx) => {
        const id = this.ids.uuid();
        const { email, name, role, allowRemoteControl = false, disabled = false } = body;
        await tx.insert(OperatorEntity, {
          id,
          email,
          name,
          role,
          allowRemoteControl,
          disabled,
          passwordHash,
          scopeAll: scope.all,
          version: 1,
        });
        await storeScope(tx, id, scope);
        await recordAudit(tx, actorOf(operator), {
          action: 'user.create',
          subject: { kind: 'user', id, name },
          changes: {
            email: [null, email],
            role: [null, role],
            allowRemoteControl: [null, allowRemoteControl],
            scope: [null, scope],
          },
        });
        return userById(tx, id);
      }),
    );
  }
}
