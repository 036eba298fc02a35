import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type ExpectedVersion, refuseStale, staleVersion, UsesRegistry } from '../../platform/http/index.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import { markUnplacedSites } from './mark-unplaced-sites.js';
import { connectedInstance } from './read-connection.js';

/** Forgets a server and its secrets; not while a site is placed there, nor while there is a deployment whose removal it proves. */
@Injectable()
export class DeleteProviderInstance {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly uses: UsesRegistry,
  ) {}

  async run(operator: Operator, id: string, expected: ExpectedVersion): Promise<void> {
    await this.uses.refuseWhileUsed('provider-instance', id, () =>
      this.unit.run(async (tx) => {
        const { name, version } = await connectedInstance(tx, id);
        refuseStale(expected, version);
        const deleted: unknown[] = await tx.query('WITH deleted AS (DELETE FROM provider_instance WHERE id = $1 AND version = $2 RETURNING id) SELECT id FROM deleted', [id, version]);
        if (deleted.length === 0) throw staleVersion();
        await markUnplacedSites(tx);
        await recordAudit(tx, actorOf(operator), { action: 'provider-instance.delete', subject: { kind: 'provider-instance', id, name } });
        await wakeUp(tx, 'instances');
      }),
    );
  }
}
