import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { recordAudit } from '../../audit/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import { WakeUps } from '../../platform/wake-ups/wake-ups.js';
import { awaitAct, requestAct } from '../../remote-access/index.js';
import type { ConnectionTrialView } from './connection-trial.view.js';
import type { TryConnectionBody } from './provider-instance.body.js';
import { connectedInstance } from './read-connection.js';
import { auditedConnection, offeredKind, sealSecrets, wantedConnection } from './wanted-connection.js';

/** Three questions of ten silent seconds each. */
const TRIAL_MS = 35_000;

/** Has core try a connection before it is stored; secrets on their way there are sealed, and forgotten with the answer. */
@Injectable()
export class TryConnection {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wakeUps: WakeUps,
  ) {}

  async run(operator: Operator, { kind: kindName, connection: said, providerInstanceId = null }: TryConnectionBody): Promise<ConnectionTrialView> {
    const kind = offeredKind(kindName);
    const actId = await this.unit.run(async (tx) => {
      const stored = providerInstanceId === null ? null : await connectedInstance(tx, providerInstanceId);
      if (stored && stored.kind !== kind.kind) throw new DomainError('API-CONFLICT-03', 'This instance is of another kind.');
      const wanted = wantedConnection(kind, said, stored);
      const sealed = Object.entries(await sealSecrets(tx, wanted, 'trial')).map(([key, bytes]) => [key, bytes.toString('base64')] as const);
      await recordAudit(tx, actorOf(operator), {
        action: 'provider-instance.try', subject: { kind: 'provider-instance', id: providerInstanceId, name: stored?.name ?? kind.title },
        changes: Object.fromEntries(Object.entries(auditedConnection(wanted.connection)).map(([key, value]) => [key, [null, value] as [null, string]])),
      });
      return requestAct(tx, {
        kind: 'try-connection', providerInstanceId: null,
        request: { kind: kind.kind, connection: wanted.connection, sealed: Object.fromEntries(sealed), instanceId: providerInstanceId },
      });
    });
    const { version, ...answer } = (await awaitAct(this.unit, this.wakeUps, actId, TRIAL_MS)) as unknown as Omit<ConnectionTrialView, 'engineVersion'> & { version: string | null };
    return { ...answer, engineVersion: version };
  }
}
