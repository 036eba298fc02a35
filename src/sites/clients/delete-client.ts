import { Injectable } from '@nestjs/common';
import { actorOf, coversClient, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { type ExpectedVersion, inUse, refuseStale, UsesRegistry } from '../../platform/http/index.js';
import { ClientEntity } from './client.entity.js';
import { clientById } from './read-clients.js';

/**
 * Refused with the list while the client has sites, policies or packages. One that was offboarded keeps its sites and deleted
 * devices as history: it disappears from every list instead, once nothing is waited for any more.
 */
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
        if (client.leavingSince) await this.archive(tx, id);
        else await tx.delete(ClientEntity, { id });
        await recordAudit(tx, actorOf(operator), {
          action: client.leavingSince ? 'client.archive' : 'client.delete',
          subject: { kind: 'client', id, name: client.name },
          clientId: id,
        });
      }),
    );
  }

  private async archive(tx: Tx, id: string): Promise<void> {
    const usedBy = (await this.uses.usesOf(tx, 'client', id)).filter(({ kind }) => kind !== 'site');
    if (usedBy.length > 0) throw inUse('client', usedBy);
    await tx.query('UPDATE client SET archived_at = now(), version = version + 1, updated_at = now() WHERE id = $1', [
      id,
    ]);
  }
}
