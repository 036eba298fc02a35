import { Injectable } from '@nestjs/common';
import { actorOf, coversClient, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import type { ClientBody } from './client.body.js';
import { ClientEntity } from './client.entity.js';
import type { ClientView } from './client.view.js';
import { clientById } from './read-clients.js';

@Injectable()
export class RenameClient {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, { name }: ClientBody, expected: ExpectedVersion): Promise<ClientView> {
    return translatingConstraints({ client_name_is_unique: () => nameTaken('client', name) }, () =>
      this.unit.run(async (tx) => {
        const before = await clientById(tx, operator.scope, id);
        if (!coversClient(operator.scope, id))
          throw new DomainError('API-SCOPE-01', 'Only some sites of this client are in your scope.');
        refuseStale(expected, before.version);
        const { version } = before;
        const stored = await tx.update(
          ClientEntity,
          { id, version },
          { name, version: version + 1, updatedAt: () => 'now()' },
        );
        if (stored.affected !== 1) throw staleVersion();
        await recordAudit(tx, actorOf(operator), {
          action: 'client.rename',
          subject: { kind: 'client', id, name },
          clientId: id,
          changes: { name: [before.name, name] },
        });
        return clientById(tx, operator.scope, id);
      }),
    );
  }
}
