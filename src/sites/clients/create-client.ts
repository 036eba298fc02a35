import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import type { ClientBody } from './client.body.js';
import { ClientEntity } from './client.entity.js';
import type { ClientView } from './client.view.js';
import { clientById } from './read-clients.js';

/** A new client lies outside every narrower scope, so only who reaches everything can add one. */
@Injectable()
export class CreateClient {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, { name }: ClientBody): Promise<ClientView> {
    if (!operator.scope.all) throw new DomainError('API-SCOPE-01', 'A new client would be outside your scope.');
    return translatingConstraints({ client_name_is_unique: () => nameTaken('client', name) }, () =>
      this.unit.run(async (tx) => {
        const id = this.ids.uuid();
        await tx.insert(ClientEntity, { id, name, version: 1 });
        await recordAudit(tx, actorOf(operator), {
          action: 'client.create',
          subject: { kind: 'client', id, name },
          clientId: id,
          changes: { name: [null, name] },
        });
        return clientById(tx, operator.scope, id);
      }),
    );
  }
}
