import { Inject, Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { markUnplacedSites } from './mark-unplaced-sites.js';
import type { CreateProviderInstanceBody } from './provider-instance.body.js';
import type { ProviderInstanceView } from './provider-instance.view.js';
import { providerInstanceById } from './read-provider-instances.js';
import { auditedConnection, auditedSecrets, offeredKind, storeSecrets, wantedConnection } from './wanted-connection.js';

/** Connects a server. Core opens it as soon as this is committed, and asks it how it is. */
@Injectable()
export class CreateProviderInstance {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, { kind: kindName, name, region = null, connection: said }: CreateProviderInstanceBody): Promise<ProviderInstanceView> {
    const kind = offeredKind(kindName);
    const wanted = wantedConnection(kind, said, null);
    const { connection, given } = wanted;
    const id = this.ids.uuid();
    return translatingConstraints({ provider_instance_name_is_unique: () => nameTaken('provider instance', name) }, () =>
      this.unit.run(async (tx) => {
        await tx.query('INSERT INTO provider_instance (id, kind, name, region, connection) VALUES ($1, $2, $3, $4, $5)', [id, kind.kind, name, region, JSON.stringify(connection)]);
        await storeSecrets(tx, wanted, id);
        await markUnplacedSites(tx);
        await recordAudit(tx, actorOf(operator), {
          action: 'provider-instance.create', subject: { kind: 'provider-instance', id, name },
          changes: { ...changesBetween({}, { kind: kind.kind, region, ...auditedConnection(connection) }), ...auditedSecrets(given) },
        });
        await wakeUp(tx, 'instances');
        return providerInstanceById(tx, operator.scope, id);
      }),
    );
  }
}
