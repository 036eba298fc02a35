import { Injectable } from '@nestjs/common';
import { actorOf, type Operator } from '../../accounts/index.js';
import { changesBetween, recordAudit } from '../../audit/index.js';
import { markInstanceDue } from '../../deployments/index.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { nameTaken, translatingConstraints } from '../../platform/errors/constraint-refusals.js';
import { type ExpectedVersion, refuseStale, staleVersion } from '../../platform/http/index.js';
import { wakeUp } from '../../platform/wake-ups/wake-ups.js';
import type { ChangeProviderInstanceBody } from './provider-instance.body.js';
import type { ProviderInstanceView } from './provider-instance.view.js';
import { type ConnectedInstance, connectedInstance } from './read-connection.js';
import { providerInstanceById } from './read-provider-instances.js';
import { auditedConnection, auditedSecrets, offeredKind, storeSecrets, wantedConnection } from './wanted-connection.js';

/** Changes how a server is called and reached, renews a secret, switches it off and on. Core follows as soon as this is committed. */
@Injectable()
export class ChangeProviderInstance {
  constructor(private readonly unit: UnitOfWork) {}

  async run(operator: Operator, id: string, body: ChangeProviderInstanceBody, expected: ExpectedVersion): Promise<ProviderInstanceView> {
    return translatingConstraints({ provider_instance_name_is_unique: () => nameTaken('provider instance', body.name ?? '') }, () =>
      this.unit.run(async (tx) => {
        const before = await connectedInstance(tx, id);
        refuseStale(expected, before.version);
        const wanted = body.connection === undefined ? null : wantedConnection(offeredKind(before.kind), body.connection, before);
        const { name = before.name, region = before.region, enabled = before.enabled } = body;
        const after = { ...before, name, region, enabled, connection: wanted?.connection ?? before.connection };
        const isReachedOtherwise = wanted !== null || enabled !== before.enabled;
        const stored: unknown[] = await tx.query(
          `WITH stored AS (
             UPDATE provider_instance SET name = $3, region = $4, enabled = $5, connection = $6, connection_version = connection_version + $7, version = version + 1, updated_at = now()
              WHERE id = $1 AND version = $2 RETURNING id)
           SELECT id FROM stored`,
          [id, before.version, name, region, enabled, JSON.stringify(after.connection), isReachedOtherwise ? 1 : 0],
        );
        if (stored.length === 0) throw staleVersion();
        if (wanted) {
          await storeSecrets(tx, wanted, id);
          await markInstanceDue(tx, id);
        }
        await recordAudit(tx, actorOf(operator), {
          action: 'provider-instance.change', subject: { kind: 'provider-instance', id, name },
          changes: { ...changesBetween(audited(before), audited(after)), ...auditedSecrets(wanted?.given ?? {}) },
        });
        if (isReachedOtherwise) await wakeUp(tx, 'instances');
        return providerInstanceById(tx, operator.scope, id);
      }),
    );
  }
}

const audited = ({ name, region, enabled, connection }: ConnectedInstance): Record<string, unknown> => ({ name, region, enabled, ...auditedConnection(connection) });
