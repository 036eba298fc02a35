import { Injectable } from '@nestjs/common';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale, UsesRegistry } from '../../platform/http/index.js';
import { OperatorEntity } from '../operator.entity.js';
import { contains } from '../roles/delegation.js';
import { actorOf, type Operator } from '../roles/operator.js';
import { OperatorSessions } from '../sessions/operator-sessions.js';
import { userById } from './read-users.js';

/** Removes an account; one that has opened devices stays for the record and can only be disabled. */
@Injectable()
export class DeleteUser {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sessions: OperatorSessions,
    private readonly uses: UsesRegistry,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.uses.refuseWhileUsed('user', id, () =>
      this.unit.run(async (tx) => {
        const user = await userById(tx, id);
        refuseStale(expected, user.version);
        if (!contains(operator, user)) throw new DomainError('API-RIGHT-01', 'Nobody can change more than they hold.');
        if (user.role === 'primary-super-admin')
          throw new DomainError('API-CONFLICT-03', 'Hand the ownership over first.');
        if (user.id === operator.id) throw new DomainError('API-CONFLICT-03', 'Somebody else has to delete you.');
        await this.sessions.endAllOf(tx, id);
        await tx.delete(OperatorEntity, { id });
        await recordAudit(tx, actorOf(operator), {
          action: 'user.delete',
          subject: { kind: 'user', id, name: user.name },
        });
      }),
    );
  }
}
