import { Inject, Injectable } from '@nestjs/common';
import { actorOf, coversClient, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { retireDevicesOfClient, revokeTokensOfClient } from '../../devices/index.js';
import { unassignSitesOfClient } from '../../packages/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { invalidField } from '../../platform/errors/constraint-refusals.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { IDS, type Ids } from '../../platform/ids.js';
import { beginLeaving, clientById } from '../../sites/index.js';
import type { OffboardClientBody } from './offboard-client.body.js';
import type { OffboardingView } from './offboarding.view.js';
import { readOffboarding } from './read-offboarding.js';

/**
 * Ends the looking after of a client, in one transaction: nothing new can come in, its packages and devices go, and each device
 * leaves a tombstone until its removal is proven. The tokens go first, so that whoever just enrols is found by what follows.
 */
@Injectable()
export class OffboardClient {
  constructor(
    private readonly unit: UnitOfWork,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  async run(operator: Operator, clientId: string, { reason, confirm }: OffboardClientBody): Promise<OffboardingView> {
    return this.unit.run(async (tx) => {
      const client = await clientById(tx, operator.scope, clientId);
      if (!coversClient(operator.scope, clientId))
        throw new DomainError('API-SCOPE-01', 'Only some sites of this client are in your scope.');
      if (confirm !== client.name)
        throw invalidField('/confirm', 'confirm', `is not the client's name, "${client.name}"`);
      const actor = actorOf(operator);
      await beginLeaving(tx, operator, { id: this.ids.uuid(), clientId, reason });
      const tokens = await revokeTokensOfClient(tx, actor, clientId);
      const assignments = await unassignSitesOfClient(tx, actor, clientId);
      const devices = await retireDevicesOfClient(tx, actor, clientId);
      await recordAudit(tx, actor, {
        action: 'client.offboard',
        subject: { kind: 'client', id: clientId, name: client.name },
        clientId,
        changes: { reason: [null, reason], tokens: [tokens, 0], assignments: [assignments, 0], devices: [devices, 0] },
      });
      return readOffboarding(tx, operator.scope, clientId);
    });
  }
}
