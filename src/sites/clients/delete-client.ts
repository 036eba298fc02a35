import { Injectable } from '@nestjs/common';
import { actorOf, coversClient, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale, UsesRegistry } from '../../platform/http/index.js';
import { ClientEntity } from './client.entity.js';
import { clientById } from './read-clients.js';

/** Refused with the list while the client has sites, policies or packages. */
@Injectable()
export class DeleteClient {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly uses: UsesRegistry,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.uses.refuseWhileUsed('client', id, () =>
      this.unit.run(async (tx) => {
        const client = await clientById(tx, operator.scope, id);
        if (!coversClient(operator.scope, id))
          throw new DomainError('API-SCOPE-01', 'Only some sites of this client are in your scope.');
        refuseStale(expected, client.version);
        await tx.delete(ClientEntity, { id });
        await recordAudit(tx, actorOf(operator), {
          action: 'client.delete',
          subject: { kind: 'client', id, name: client.name },
          clientId: id,
        });
      }),
    );
  }
}
